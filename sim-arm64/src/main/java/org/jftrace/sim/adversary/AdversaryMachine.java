package org.jftrace.sim.adversary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jftrace.sim.adversary.Pacer.Operation;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;
import org.jspecify.annotations.Nullable;

/**
 * A machine that is made, prepared, started and stepped; see the package. Until {@link #start} the CPUs stand still and what the
 * host does has happened long ago. Host calls run to their end at once, and may not wait for CPUs.
 */
public final class AdversaryMachine implements Machine {
    /** Where functions are called from, and so return to. */
    static final long RETURN = 0xffff_6000_0000_0000L;

    private static final long GATES = 0xffff_6000_0001_0000L;
    private static final long GATES_END = 0xffff_6000_1000_0000L;

    private final Bench bench;
    private final AdversaryMemory memory;
    private final SymbolTable symbols;
    private final List<AdversaryCpu> cpus = new ArrayList<>();
    private final Map<Long, HostCall> gates = new HashMap<>();
    private final List<Wait> waits = new ArrayList<>();
    private Pacer pacer = Pacer.NONE;
    private long nextGate = GATES;
    private int interrupts;
    private boolean inHostCall;

    /** A wait for CPUs to leave some ranges. */
    private static final class Wait {
        private final List<AddressRange> ranges;
        private final boolean[] pending;

        Wait(List<AddressRange> ranges, int cpus) {
            this.ranges = ranges;
            this.pending = new boolean[cpus];
        }

        boolean isOver() {
            for (boolean waits : pending) {
                if (waits) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Makes a machine.
     *
     * @param bench what it has in common with those before it; a machine that is made spoils those before it
     * @param cpus how many there are
     * @param heap bytes for handles and trampolines behind each image, a multiple of 16
     * @param main the program
     * @param modules text that is in memory, and that nobody knows of yet
     */
    public AdversaryMachine(Bench bench, int cpus, int heap, GuestImage main, GuestImage... modules) {
        this.bench = bench;
        this.symbols = main.symbols();
        List<GuestImage> images = new ArrayList<>(List.of(main));
        images.addAll(List.of(modules));
        this.memory = new AdversaryMemory(bench, cpus, images, heap);
        for (int id = 0; id < cpus; id++) {
            this.cpus.add(new AdversaryCpu(this, memory, bench, bench.fresh(id)));
        }
    }

    /**
     * Lets CPUs go, as far as they are stepped.
     *
     * @param by is asked before what the host does
     */
    public void start(Pacer by) {
        pacer = by;
        memory.start(by);
    }

    /**
     * Returns the CPUs.
     *
     * @return by number
     */
    public List<AdversaryCpu> cpus() {
        return cpus;
    }

    /**
     * Returns a number that is the same, almost surely only, in states from which the same can happen, as far as the machine
     * knows.
     *
     * @return for a set of states
     */
    public long hash() {
        long hash = memory.hash(0, cpus);
        for (AdversaryCpu cpu : cpus) {
            hash = cpu.hash(hash);
        }
        for (Wait wait : waits) {
            for (boolean pending : wait.pending) {
                hash = Bench.mix(hash, pending ? 1 : 0, 0);
            }
        }
        return hash;
    }

    /** A point at which others may go on, for a host that does something else than using the machine. */
    public void pause() {
        pacer.enter();
        memory.show();
        pacer.before(Operation.PAUSE, 0);
    }

    /**
     * Tells how much memory is allocated.
     *
     * @return in bytes
     */
    public long allocatedBytes() {
        return memory.allocated();
    }

    /**
     * Tells how many gates are mapped.
     *
     * @return not negative
     */
    public int mappedGates() {
        return gates.size();
    }

    static boolean isGate(long address) {
        return address >= GATES && address < GATES_END;
    }

    static boolean isCode(long address) {
        return address != RETURN && !isGate(address);
    }

    @Nullable
    HostCall gate(long address) {
        return gates.get(address);
    }

    void callHost(HostCall call, Cpu cpu) {
        Pacer outside = pacer;
        inHostCall = true;
        pacer = Pacer.NONE;
        memory.setPacer(pacer);
        try {
            call.call(cpu);
        } catch (Violation violation) {
            throw violation;
        } catch (RuntimeException | Error thrown) {
            throw new Violation("cpu " + cpu.id() + "'s host call threw", thrown);
        } finally {
            inHostCall = false;
            pacer = outside;
            memory.setPacer(pacer);
        }
    }

    /** A CPU is between two instructions. */
    void atBoundary(AdversaryCpu cpu) {
        for (Wait wait : waits) {
            if (wait.pending[cpu.id()]) {
                wait.pending[cpu.id()] = cpu.touches(wait.ranges);
            }
        }
    }

    @Override
    public CodeMemory memory() {
        return memory;
    }

    @Override
    public SymbolTable symbols() {
        return symbols;
    }

    @Override
    public int maxCpus() {
        return cpus.size();
    }

    @Override
    public long mapHostCall(HostCall call) {
        pacer.enter();
        pacer.before(Operation.ALLOCATE, 0);
        long gate = nextGate;
        nextGate += 4;
        gates.put(gate, call);
        return gate;
    }

    @Override
    public void unmapHostCall(long gate) {
        pacer.enter();
        memory.show();
        pacer.before(Operation.UNMAP, gate);
        if (gates.remove(gate) == null) {
            throw new IllegalArgumentException("0x" + Long.toHexString(gate) + " is not mapped");
        }
    }

    @Override
    public void synchronizeCpus() {
        requireOutside();
        pacer.enter();
        memory.show();
        pacer.before(Operation.SYNCHRONIZE, 0);
        int number = ++interrupts;
        cpus.forEach(cpu -> cpu.askInterrupt(number));
        pacer.await(Operation.SYNCHRONIZE, () -> {
            for (AdversaryCpu cpu : cpus) {
                if (!cpu.hasTaken(number)) {
                    return false;
                }
            }
            return true;
        });
    }

    @Override
    public void awaitQuiescence(List<AddressRange> ranges) {
        requireOutside();
        bench.learn(ranges);
        pacer.enter();
        memory.show();
        pacer.before(Operation.QUIESCE, 0);
        Wait wait = new Wait(ranges, cpus.size());
        for (AdversaryCpu cpu : cpus) {
            wait.pending[cpu.id()] = cpu.touches(ranges);
        }
        waits.add(wait);
        pacer.await(Operation.QUIESCE, wait::isOver);
        waits.remove(wait);
    }

    private void requireOutside() {
        if (inHostCall) {
            throw new IllegalStateException("a host call that waits for CPUs is not modelled");
        }
    }

    /**
     * Returns a CPU as tracers see it.
     *
     * @param id its number
     * @return its registers and its task
     */
    public GuestCpu guestCpu(int id) {
        return bench.place(id).cpu();
    }
}
