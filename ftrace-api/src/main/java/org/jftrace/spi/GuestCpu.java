package org.jftrace.spi;

/**
 * The registers of one CPU. Only the thread that runs the CPU may touch them, and only while a host call is running or
 * the CPU is stopped. All accesses are plain.
 */
public interface GuestCpu {
    /**
     * Returns the number of the CPU.
     *
     * @return 0 to {@link Machine#maxCpus()} - 1; no two threads run CPUs of the same number at once
     */
    int id();

    /**
     * Returns the task the CPU is running; Linux: {@code current}.
     *
     * @return the same object for the same task, whichever CPU runs it
     */
    GuestTask task();

    /**
     * Returns what tracers keep about the task the CPU is running; each traced call asks.
     *
     * @return the same as {@link #task()}'s; a machine that has it at hand need not go through the task
     */
    default TraceState traceState() {
        return task().traceState();
    }

    /**
     * Reads a general-purpose register.
     *
     * @param n 0 to 30
     * @return all 64 bits
     */
    long x(int n);

    /**
     * Writes a general-purpose register.
     *
     * @param n 0 to 30
     * @param value all 64 bits
     */
    void setX(int n, long value);

    /**
     * Reads the stack pointer.
     *
     * @return a guest address
     */
    long sp();

    /**
     * Writes the stack pointer.
     *
     * @param address a guest address
     */
    void setSp(long address);

    /**
     * Reads the address of the instruction that comes next, or in a host call that of the gate.
     *
     * @return a guest address
     */
    long pc();

    /**
     * Writes the address of the instruction that comes next. In a host call it has no effect: the CPU goes on at x30.
     *
     * @param address a guest address, 4-byte aligned
     */
    void setPc(long address);

    /**
     * Tells in which context the CPU executes, so that an interrupt handler's calls are not taken for recursion.
     *
     * @return {@link CpuContext#TASK} unless the machine has interrupts
     */
    default CpuContext context() {
        return CpuContext.TASK;
    }

    /**
     * Tells whether RCU watches the CPU; Linux: {@code rcu_is_watching()}.
     *
     * @return true unless the machine's kernel has states, such as idle, in which it does not
     */
    default boolean isRcuWatching() {
        return true;
    }

    /** A CPU that keeps its registers in fields, for machines that are written in Java; it runs one task for good. */
    class Registers implements GuestCpu {
        /** x0 to x30. */
        protected final long[] x = new long[31];

        /** The stack pointer. */
        protected long sp;

        /** The address of the next instruction. */
        protected long pc;

        private final int id;
        private final GuestTask task;

        /**
         * Makes a CPU with all registers 0.
         *
         * @param id see {@link #id()}
         * @param task see {@link #task()}
         */
        public Registers(int id, GuestTask task) {
            this.id = id;
            this.task = task;
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public GuestTask task() {
            return task;
        }

        @Override
        public long x(int n) {
            return x[n];
        }

        @Override
        public void setX(int n, long value) {
            x[n] = value;
        }

        @Override
        public long sp() {
            return sp;
        }

        @Override
        public void setSp(long address) {
            sp = address;
        }

        @Override
        public long pc() {
            return pc;
        }

        @Override
        public void setPc(long address) {
            pc = address;
        }
    }
}
