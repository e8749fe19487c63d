package org.jftrace.sim.conformance;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;

/** For each check of synchronisation, coherence and quiescence a machine that breaks it. */
final class BrokenWaiting {
    private BrokenWaiting() {}

    static Stream<Breakage> all() {
        return Stream.of(synchronizing(), coherence(), quiescence()).flatMap(each -> each);
    }

    /** CPUs execute the first word that was ever written to an address, the tracer reads the last. */
    private static final class StaleMemory extends BrokenMemory {
        private final Map<Long, Integer> unseen = new ConcurrentHashMap<>();
        private final Map<Long, Long> sizes = new ConcurrentHashMap<>();
        private final Map<Long, Long> freed = new ConcurrentHashMap<>();

        StaleMemory(CodeMemory sound) {
            super(sound);
        }

        @Override
        public int readWord(long address) {
            Integer patched = unseen.get(address);
            return patched == null ? super.readWord(address) : patched;
        }

        @Override
        public void patchWord(long address, int word) {
            if (super.readWord(address) == 0) {
                super.patchWord(address, word);
            } else {
                unseen.put(address, word);
            }
        }

        @Override
        public long allocateCode(long size, AddressRange near) {
            Long again = freed.remove(size);
            long block = again == null ? super.allocateCode(size, near) : again;
            sizes.put(block, size);
            return block;
        }

        @Override
        public void free(long address) {
            freed.put(sizes.get(address), address);
        }
    }

    private static Stream<Breakage> synchronizing() {
        return Stream.of(
                Breakage.memory("patchedCodeIsExecutedByTheNextCall", StaleMemory::new),
                Breakage.memory("aRunningCpuExecutesTheNewWordAfterIt", StaleMemory::new),
                Breakage.memory("newCodeInAnOldBlockIsExecuted", StaleMemory::new),
                Breakage.machine("aHostCallMaySynchronize", sound -> new BrokenMachine(sound) {
                    @Override
                    public void synchronizeCpus() {
                        if (isInHostCall()) {
                            hang();
                        }
                        super.synchronizeCpus();
                    }
                }),
                Breakage.machine("aHostCallIsNotWaitedForAndSeesThePatchAfterIt", sound -> new BrokenMachine(sound) {
                    private final AtomicInteger running = new AtomicInteger();

                    @Override
                    public long mapHostCall(HostCall call) {
                        return super.mapHostCall(cpu -> {
                            running.incrementAndGet();
                            call.call(cpu);
                            running.decrementAndGet();
                        });
                    }

                    @Override
                    public void synchronizeCpus() {
                        if (running.get() > 0) {
                            hang();
                        }
                        super.synchronizeCpus();
                    }
                }));
    }

    /** Longs stay here until somebody synchronises. */
    private static Machine buffering(Machine machine) {
        Map<Long, Long> buffered = new ConcurrentHashMap<>();
        CodeMemory memory = new BrokenMemory(machine.memory()) {
            @Override
            public void patchLong(long address, long value) {
                buffered.put(address, value);
            }
        };
        return new BrokenMachine(machine, memory) {
            @Override
            public void synchronizeCpus() {
                buffered.forEach(machine.memory()::patchLong);
                super.synchronizeCpus();
            }
        };
    }

    private static Stream<Breakage> coherence() {
        return Stream.of(
                Breakage.machine("aPatchedLongIsSeenByARunningCpu", BrokenWaiting::buffering),
                Breakage.machine("aPatchedLiteralIsLoadedByTheNextCall", BrokenWaiting::buffering));
    }

    private static Machine neverWaiting(Machine machine) {
        return new BrokenMachine(machine) {
            @Override
            public void awaitQuiescence(List<AddressRange> ranges) {}
        };
    }

    private static Machine waitingForAll(Machine machine) {
        return new BrokenMachine(machine) {
            @Override
            public void awaitQuiescence(List<AddressRange> ranges) {
                hang();
            }
        };
    }

    private static Stream<Breakage> quiescence() {
        return Stream.of(
                Breakage.machine("aCpuInTheRangeIsWaitedFor", BrokenWaiting::neverWaiting),
                Breakage.machine("aReturnAddressOnTheStackIsWaitedFor", BrokenWaiting::neverWaiting),
                Breakage.machine("aHostCallIsWaitedForWhereItReturnsTo", BrokenWaiting::neverWaiting),
                Breakage.machine("aCpuThatIsElsewhereIsNotWaitedFor", BrokenWaiting::waitingForAll),
                Breakage.machine("aCpuThatKeepsComingBackIsNotWaitedForForEver", BrokenWaiting::waitingForAll),
                Breakage.machine("aHostCallDoesNotWaitForItsOwnCpu", BrokenWaiting::waitingForAll));
    }
}
