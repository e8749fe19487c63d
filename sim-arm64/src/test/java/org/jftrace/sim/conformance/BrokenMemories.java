package org.jftrace.sim.conformance;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;

/** For each check of memory and blocks a memory that breaks it. */
final class BrokenMemories {
    private static final int RET = 0xd65f03c0;

    private BrokenMemories() {}

    static Stream<Breakage> all() {
        return Stream.of(accesses(), compound(), shared(), blocks(), code()).flatMap(each -> each);
    }

    private static Stream<Breakage> accesses() {
        return Stream.of(
                Breakage.memory("everyReadSeesThePatchedLong", sound -> new BrokenMemory(sound) {
                    @Override
                    public int readWord(long address) {
                        return super.readWord(address ^ 4);
                    }
                }),
                Breakage.memory("aPatchedWordLeavesItsNeighbourAlone", sound -> new BrokenMemory(sound) {
                    @Override
                    public void patchWord(long address, int word) {
                        super.patchLong(address & -8, (long) word << (8 * (address & 4)));
                    }
                }),
                Breakage.memory("aMisalignedAccessIsAFault", sound -> new BrokenMemory(sound) {
                    @Override
                    public void patchLong(long address, long value) {
                        super.patchLong(address & -8, value);
                    }
                }),
                Breakage.memory("anAccessToNothingIsAFault", BrokenMemories::readable),
                Breakage.memory("aGateIsNoMemory", BrokenMemories::readable));
    }

    private static Stream<Breakage> compound() {
        return Stream.of(
                Breakage.memory("aWordIsReplacedOnlyIfItIsTheExpectedOne", sound -> new BrokenMemory(sound) {
                    @Override
                    public int replaceWord(long address, int expected, int word) {
                        int found = readWord(address);
                        patchWord(address, word);
                        return found;
                    }
                }),
                Breakage.memory("aPairIsLoadedIntoTwoRegisters", sound -> new BrokenMemory(sound) {
                    @Override
                    public void loadPairAcquire(long address, GuestCpu cpu, int n) {
                        super.loadPairAcquire(address, cpu, n);
                        cpu.setX(n - 1, cpu.x(n));
                    }
                }),
                Breakage.memory("aPairIsLoadedThroughAPointer", sound -> new BrokenMemory(sound) {
                    @Override
                    public long loadPairThroughAcquire(long pointer, GuestCpu cpu, int n) {
                        super.loadPairAcquire(pointer, cpu, n);
                        return super.readLongAcquire(pointer);
                    }
                }),
                Breakage.memory("aFrameIsWrittenAndNothingBesideIt", sound -> new BrokenMemory(sound) {
                    @Override
                    public void writeLong(long address, long value) {
                        super.writeLong(address, value);
                        super.writeLong(address + 8, 0);
                    }
                }));
    }

    private static CodeMemory readable(CodeMemory memory) {
        return new BrokenMemory(memory) {
            @Override
            public int readWord(long address) {
                try {
                    return super.readWord(address);
                } catch (FtraceException fault) {
                    return 0;
                }
            }
        };
    }

    private static CodeMemory tearing(CodeMemory memory) {
        return new BrokenMemory(memory) {
            @Override
            public void patchLong(long address, long value) {
                super.patchWord(address, (int) value);
                letOthersAccess();
                super.patchWord(address + 4, (int) (value >>> 32));
            }
        };
    }

    private static Stream<Breakage> shared() {
        return Stream.of(
                Breakage.memory("aLongIsNeverSeenHalfWritten", BrokenMemories::tearing),
                Breakage.memory("aPatchedLongIsNeverLoadedHalfWritten", BrokenMemories::tearing),
                Breakage.memory("aLongThatAGuestWritesIsNeverSeenHalfWritten", sound -> new BrokenMemory(sound) {
                    @Override
                    public long readLongAcquire(long address) {
                        int low = super.readWord(address);
                        for (int i = 0; i < 10_000 && super.readWord(address) == low; i++) {
                            Thread.onSpinWait();
                        }
                        return (low & 0xffff_ffffL) | ((long) super.readWord(address + 4) << 32);
                    }
                }),
                Breakage.memory("aWordIsNotLostToTheOneBesideIt", sound -> new BrokenMemory(sound) {
                    @Override
                    public void patchWord(long address, int word) {
                        long old = super.readLong(address & -8);
                        letOthersAccess();
                        long mask = 0xffff_ffffL << (8 * (address & 4));
                        super.patchLong(address & -8, (old & ~mask) | ((word & 0xffff_ffffL) << (8 * (address & 4))));
                    }
                }),
                Breakage.memory("whatWasWrittenBeforeALongIsSeenAfterIt", Reordering::new),
                Breakage.memory("blocksOfSeveralThreadsAreApart", sound -> new BrokenMemory(sound) {
                    private final Thread first = Thread.currentThread();
                    private volatile long last;

                    @Override
                    public long allocateData(long size) {
                        if (Thread.currentThread() == first || last == 0) {
                            last = super.allocateData(size);
                        }
                        return last;
                    }
                }));
    }

    /** Writes every second long before the one that came before it. */
    private static final class Reordering extends BrokenMemory {
        private long heldBack;
        private long value;

        Reordering(CodeMemory sound) {
            super(sound);
        }

        @Override
        public void patchLong(long address, long bits) {
            if (heldBack == 0) {
                heldBack = address;
                value = bits;
                return;
            }
            super.patchLong(address, bits);
            letOthersAccess();
            super.patchLong(heldBack, value);
            heldBack = 0;
        }
    }

    private static Stream<Breakage> blocks() {
        return Stream.of(
                Breakage.memory("blocksAreAlignedEmptyAndApart", sound -> new BrokenMemory(sound) {
                    @Override
                    public long allocateData(long size) {
                        return super.allocateData(size + 8) + 8;
                    }
                }),
                Breakage.memory("aBlockThatIsTooLargeIsRefused", sound -> new BrokenMemory(sound) {
                    @Override
                    public long allocateData(long size) {
                        return super.allocateData(Math.min(size, 4096));
                    }
                }),
                Breakage.memory("aBlockThatComesBackIsEmpty", sound -> new BrokenMemory(sound) {
                    private final Deque<Long> freed = new ArrayDeque<>();

                    @Override
                    public long allocateData(long size) {
                        Long old = freed.poll();
                        return old == null ? super.allocateData(size) : old;
                    }

                    @Override
                    public void free(long address) {
                        freed.add(address);
                    }
                }),
                Breakage.memory("onlyWhatIsAllocatedCanBeFreed", sound -> new BrokenMemory(sound) {
                    @Override
                    public void free(long address) {
                        super.free(address & -64);
                    }
                }));
    }

    private static Stream<Breakage> code() {
        return Stream.of(
                Breakage.memory("guestCodeWritesNeitherCodeNorTheTracersData", sound -> new BrokenMemory(sound) {
                    @Override
                    public long allocateData(long size) {
                        return 0x7fff_fff0_0000L; // in the stack of CPU 0
                    }
                }),
                Breakage.memory("codeIsWithinReachOfAllOfTheText", sound -> new BrokenMemory(sound) {
                    @Override
                    public long allocateCode(long size, AddressRange near) {
                        return super.allocateCode(size, AddressRange.ofSize(near.start() + (1 << 30), 4));
                    }
                }),
                Breakage.memory("codeThatCannotBeWithinReachIsRefused", sound -> new BrokenMemory(sound) {
                    @Override
                    public long allocateCode(long size, AddressRange near) {
                        return super.allocateCode(size, AddressRange.ofSize(near.start(), 4));
                    }
                }),
                Breakage.memory("anEmptyBlockIsNoCode", sound -> new BrokenMemory(sound) {
                    @Override
                    public long allocateCode(long size, AddressRange near) {
                        long block = super.allocateCode(size, near);
                        super.patchWord(block, RET);
                        return block;
                    }
                }));
    }
}
