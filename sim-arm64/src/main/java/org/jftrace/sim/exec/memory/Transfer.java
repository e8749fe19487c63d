package org.jftrace.sim.exec.memory;

import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.exec.operand.Operands;

/**
 * What a load or store of one register moves, apart from how it is addressed. A class of its own for each size, so that
 * the call is its only branch.
 */
abstract class Transfer {
    private static final Transfer[] STORES = {
        new Transfer(true) {
            @Override
            void perform(Cpu cpu, long address, int t) {
                cpu.memory().write8(address, cpu.read(t));
            }
        },
        new Transfer(true) {
            @Override
            void perform(Cpu cpu, long address, int t) {
                cpu.memory().write16(address, cpu.read(t));
            }
        },
        new Transfer(true) {
            @Override
            void perform(Cpu cpu, long address, int t) {
                cpu.data().write32(address, cpu.read(t));
            }
        },
        new Transfer(true) {
            @Override
            void perform(Cpu cpu, long address, int t) {
                cpu.data().write64(address, cpu.read(t));
            }
        }
    };

    private static final Transfer[] LOADS = {
        new Transfer(false) {
            @Override
            void perform(Cpu cpu, long address, int t) {
                cpu.write(t, cpu.data().read8(address));
            }
        },
        new Transfer(false) {
            @Override
            void perform(Cpu cpu, long address, int t) {
                cpu.write(t, cpu.memory().read16(address));
            }
        },
        new Transfer(false) {
            @Override
            void perform(Cpu cpu, long address, int t) {
                cpu.write(t, cpu.data().read32(address));
            }
        },
        new Transfer(false) {
            @Override
            void perform(Cpu cpu, long address, int t) {
                cpu.write(t, cpu.data().read64(address));
            }
        }
    };

    private static final Transfer[] SIGNED_LOADS = {
        new Transfer(false) {
            @Override
            void perform(Cpu cpu, long address, int t) {
                cpu.write(t, (byte) cpu.data().read8(address));
            }
        },
        new Transfer(false) {
            @Override
            void perform(Cpu cpu, long address, int t) {
                cpu.write(t, (short) cpu.memory().read16(address));
            }
        },
        new Transfer(false) {
            @Override
            void perform(Cpu cpu, long address, int t) {
                cpu.write(t, cpu.data().read32(address) << 32 >> 32);
            }
        },
        new Transfer(false) {
            @Override
            void perform(Cpu cpu, long address, int t) {
                // PRFM: a hint.
            }
        }
    };

    private static final Transfer[] SIGNED_LOADS_OF_W = {
        new Transfer(false) {
            @Override
            void perform(Cpu cpu, long address, int t) {
                cpu.write(t, (byte) cpu.data().read8(address) & 0xffff_ffffL);
            }
        },
        new Transfer(false) {
            @Override
            void perform(Cpu cpu, long address, int t) {
                cpu.write(t, (short) cpu.memory().read16(address) & 0xffff_ffffL);
            }
        }
    };

    /** By field opc. */
    private static final Transfer[][] BY_OPC = {STORES, LOADS, SIGNED_LOADS, SIGNED_LOADS_OF_W};

    /** Whether register t is read. */
    final boolean store;

    private Transfer(boolean store) {
        this.store = store;
    }

    /** Changes nothing if memory throws. */
    abstract void perform(Cpu cpu, long address, int t);

    /**
     * The transfer of a word whose bits 31 and 30 are the size and bits 23 and 22 are opc.
     *
     * <pre>
     *   opc 00  store
     *       01  load, zero-extended
     *       10  load, sign-extended to 64 bits; with size 11 PRFM
     *       11  load, sign-extended to 32 bits
     * </pre>
     */
    static Transfer of(Operands o) {
        return BY_OPC[o.word() >>> 22 & 3][o.word() >>> 30];
    }

    /** The load of a literal, whose opc is in bits 31 and 30: W, X, signed W, PRFM. */
    static Transfer ofLiteral(Operands o) {
        return switch (o.word() >>> 30) {
            case 0 -> LOADS[2];
            case 1 -> LOADS[3];
            case 2 -> SIGNED_LOADS[2];
            default -> SIGNED_LOADS[3];
        };
    }

    /** A plain load of 2 to the power of {@code log2Size} bytes. */
    boolean isLoad(int log2Size) {
        return this == LOADS[log2Size];
    }

    /** A store of 2 to the power of {@code log2Size} bytes. */
    boolean isStore(int log2Size) {
        return this == STORES[log2Size];
    }

    /** The slot of Rt for this transfer. */
    int slot(Operands o) {
        return store ? o.tSource() : o.tTarget();
    }
}
