package org.jftrace.spi.arch;

import org.jftrace.spi.GuestCpu;

/**
 * Marks a stretch of host code that uses what was published to CPUs; Linux: {@code preempt_disable_notrace} around a
 * tracer's call. What an updater takes back it frees only after all sections that were open have been left.
 */
public interface ReaderSection {
    /**
     * Opens a section on this CPU; they nest. Whoever {@linkplain #await waits} finds it open; or else what that thread did before
     * happens-before what is read inside.
     *
     * @param cpu the CPU that the calling thread runs
     */
    default void enter(GuestCpu cpu) {
        of(cpu.id()).enter(cpu);
    }

    /**
     * Closes the innermost section of this CPU. A release: what was done inside happens-before the end of an updater's
     * wait.
     *
     * @param cpu the same CPU, on the same thread
     */
    default void exit(GuestCpu cpu) {
        of(cpu.id()).exit(cpu);
    }

    /** Waits until every section that is open now has been left, save those of the calling thread. */
    void await();

    /**
     * Tells whether the calling thread is inside a section, so that it must not wait for others who may wait for it.
     *
     * @return true in a callback
     */
    boolean isInside();

    /**
     * Runs a change that may wait for sections to be left. Of all threads that are inside a section of one ftrace one at a
     * time may do so, since two would wait for each other; the one that does may run such changes within. A thread that is in
     * no section just runs it.
     *
     * @param change what is run
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#EAGAIN} if the calling thread and another one are inside,
     *     and the other runs such a change; then nothing is run
     */
    void runWaiting(Runnable change);

    /**
     * Returns the sections of one CPU, for whoever keeps them with what else it has for that CPU and so spares a look-up in each
     * call.
     *
     * @param cpu its number
     * @return opens and closes the same sections as {@link #enter} and {@link #exit}
     */
    OfCpu of(int cpu);

    /** The sections of one CPU. A class, so that a call of the only one there is needs no check of which it is. */
    abstract class OfCpu {
        /** For implementors. */
        protected OfCpu() {}

        /**
         * Opens a section, as {@link ReaderSection#enter} does.
         *
         * @param on the CPU of the number these sections are of, that the calling thread runs
         */
        public abstract void enter(GuestCpu on);

        /**
         * Closes the innermost section, as {@link ReaderSection#exit} does.
         *
         * @param on the same CPU, on the same thread
         */
        public abstract void exit(GuestCpu on);
    }
}
