package org.jftrace.sim.cpu;

/**
 * The system registers that user code may read or write. They are named by {@code o0:op1:CRn:CRm:op2}, as MRS and MSR
 * encode them.
 */
public final class SystemRegisters {
    /** N, Z, C and V in bits 31 to 28. */
    public static final int NZCV = id(3, 4, 2, 0);

    private static final int FPCR = id(3, 4, 4, 0);
    private static final int FPSR = id(3, 4, 4, 1);
    private static final int TPIDR_EL0 = id(3, 13, 0, 2);
    private static final int TPIDRRO_EL0 = id(3, 13, 0, 3);
    private static final int CTR_EL0 = id(3, 0, 0, 1);
    private static final int DCZID_EL0 = id(3, 0, 0, 7);
    private static final int CNTFRQ_EL0 = id(3, 14, 0, 0);
    private static final int CNTVCT_EL0 = id(3, 14, 0, 2);

    /** Cache lines of 64 bytes; no cache maintenance is needed to execute what was written (DIC, IDC). */
    private static final long CACHE_TYPE =
            1L << 31 | 1L << 29 | 1L << 28 | 4L << 24 | 4L << 20 | 4L << 16 | 3L << 14 | 4L;
    /** DC ZVA zeroes 2 to the power of 4 words. */
    private static final long ZERO_BLOCK = 4;

    private static final long COUNTER_FREQUENCY = 1_000_000_000;
    private static final long FPCR_BITS = 0x07f7_9f00L;
    private static final long FPSR_BITS = 0xf800_009fL;

    private long threadPointer;
    private long readOnlyThreadPointer;
    private long fpcr;
    private long fpsr;

    SystemRegisters() {}

    private static int id(int op1, int crn, int crm, int op2) {
        return 1 << 14 | op1 << 11 | crn << 7 | crm << 3 | op2;
    }

    /**
     * Tells whether user code may read a register.
     *
     * @param id 15 bits of the instruction
     * @return false if MRS is undefined
     */
    public static boolean readable(int id) {
        return writable(id)
                || id == TPIDRRO_EL0
                || id == CTR_EL0
                || id == DCZID_EL0
                || id == CNTFRQ_EL0
                || id == CNTVCT_EL0;
    }

    /**
     * Tells whether user code may write a register.
     *
     * @param id 15 bits of the instruction
     * @return false if MSR is undefined
     */
    public static boolean writable(int id) {
        return id == NZCV || id == TPIDR_EL0 || id == FPCR || id == FPSR;
    }

    /**
     * Reads a register.
     *
     * @param cpu whose registers these are
     * @param id of a readable one
     * @return all 64 bits
     */
    public long read(Cpu cpu, int id) {
        if (id == NZCV) {
            return (long) cpu.nzcv() << 28;
        } else if (id == TPIDR_EL0) {
            return threadPointer;
        } else if (id == TPIDRRO_EL0) {
            return readOnlyThreadPointer;
        } else if (id == FPCR) {
            return fpcr;
        } else if (id == FPSR) {
            return fpsr;
        } else if (id == CTR_EL0) {
            return CACHE_TYPE;
        } else if (id == DCZID_EL0) {
            return ZERO_BLOCK;
        } else if (id == CNTFRQ_EL0) {
            return COUNTER_FREQUENCY;
        } else if (id == CNTVCT_EL0) {
            return cpu.environment().virtualCount(cpu);
        }
        throw new IllegalArgumentException("no readable system register 0x" + Integer.toHexString(id));
    }

    /**
     * Writes a register.
     *
     * @param cpu whose registers these are
     * @param id of a writable one
     * @param value bits that the register does not have are dropped
     */
    public void write(Cpu cpu, int id, long value) {
        if (id == NZCV) {
            cpu.setNzcv((int) (value >>> 28) & 15);
        } else if (id == TPIDR_EL0) {
            threadPointer = value;
        } else if (id == FPCR) {
            fpcr = value & FPCR_BITS;
        } else if (id == FPSR) {
            fpsr = value & FPSR_BITS;
        } else {
            throw new IllegalArgumentException("no writable system register 0x" + Integer.toHexString(id));
        }
    }

    /**
     * Reads TPIDR_EL0.
     *
     * @return where the guest keeps its thread's data
     */
    public long threadPointer() {
        return threadPointer;
    }

    /**
     * Writes TPIDR_EL0, as the operating system does when it starts or switches a thread.
     *
     * @param address any
     */
    public void setThreadPointer(long address) {
        threadPointer = address;
    }

    /**
     * Writes TPIDRRO_EL0, which only the operating system may do.
     *
     * @param value any
     */
    public void setReadOnlyThreadPointer(long value) {
        readOnlyThreadPointer = value;
    }
}
