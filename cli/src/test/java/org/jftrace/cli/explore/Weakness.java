package org.jftrace.cli.explore;

import java.util.List;
import java.util.TreeMap;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.SystemInstructions;
import org.jftrace.cli.explore.scenario.Embedding;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.Machine;
import org.jftrace.spi.testkit.forwarding.ForwardingMachine;
import org.jftrace.spi.testkit.forwarding.ForwardingMemory;

/** What an embedder, a port or a core could do wrong, each done between the core and the adversary. */
enum Weakness implements Embedding {
    /** Nobody makes CPUs fetch anew. */
    NO_SYNCHRONIZATION {
        @Override
        public Machine machine(Machine machine) {
            return new ForwardingMachine(machine) {
                @Override
                public void synchronizeCpus() {}
            };
        }
    },

    /** Nobody waits for tasks to leave trampolines. */
    NO_QUIESCENCE {
        @Override
        public Machine machine(Machine machine) {
            return new ForwardingMachine(machine) {
                @Override
                public void awaitQuiescence(List<AddressRange> ranges) {}
            };
        }
    },

    /** Waits first, and makes CPUs fetch anew when nobody needs it any more. */
    SYNCHRONIZED_TOO_LATE {
        @Override
        public Machine machine(Machine machine) {
            return new ForwardingMachine(machine) {
                @Override
                public void synchronizeCpus() {}

                @Override
                public void awaitQuiescence(List<AddressRange> ranges) {
                    machine.awaitQuiescence(ranges);
                    machine.synchronizeCpus();
                }
            };
        }
    },

    /** A BL becomes another by way of a NOP. */
    NOP_BETWEEN_TWO_BRANCHES {
        @Override
        public Machine machine(Machine machine) {
            return new ForwardingMachine(machine, new ForwardingMemory(machine.memory()) {
                @Override
                public void patchWord(long address, int word) {
                    if (Branches.isBl(word) && Branches.isBl(readWord(address))) {
                        super.patchWord(address, SystemInstructions.NOP);
                    }
                    super.patchWord(address, word);
                }
            });
        }
    },

    /** Swaps the instruction before the BL as well, which is none that may be swapped. */
    TWO_WORDS_SWAPPED {
        @Override
        public Machine machine(Machine machine) {
            return new ForwardingMachine(machine, new ForwardingMemory(machine.memory()) {
                @Override
                public void patchWord(long address, int word) {
                    boolean site = Branches.isBl(word) || Branches.isBl(readWord(address));
                    if (site) {
                        int before = readWord(address - 4);
                        super.patchWord(address - 4, SystemInstructions.NOP);
                        super.patchWord(address - 4, before);
                    }
                    super.patchWord(address, word);
                }
            });
        }
    },

    /** 64 bits in two halves. */
    TORN {
        @Override
        public Machine machine(Machine machine) {
            return new ForwardingMachine(machine, new ForwardingMemory(machine.memory()) {
                @Override
                public void patchLong(long address, long value) {
                    super.patchWord(address, (int) value);
                    super.patchWord(address + 4, (int) (value >>> 32));
                }
            });
        }
    },

    /** Plain stores instead of releases: data leaves for memory after the code that was written later. */
    NO_RELEASE {
        @Override
        public Machine machine(Machine machine) {
            LateMemory memory = new LateMemory(machine.memory());
            return new ForwardingMachine(machine, memory) {
                @Override
                public void synchronizeCpus() {
                    memory.arrive();
                    super.synchronizeCpus();
                }
            };
        }
    };

    /** Keeps longs for the writer alone until they have to arrive. */
    private static final class LateMemory extends ForwardingMemory {
        private final TreeMap<Long, Long> late = new TreeMap<>();

        LateMemory(CodeMemory memory) {
            super(memory);
        }

        void arrive() {
            late.forEach(super::patchLong);
            late.clear();
        }

        @Override
        public void patchLong(long address, long value) {
            late.put(address, value);
        }

        @Override
        public long readLong(long address) {
            return readLongAcquire(address);
        }

        @Override
        public long readLongAcquire(long address) {
            Long own = late.get(address);
            return own == null ? super.readLongAcquire(address) : own;
        }

        @Override
        public void free(long address) {
            arrive();
            super.free(address);
        }
    }
}
