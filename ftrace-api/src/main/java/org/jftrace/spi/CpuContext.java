package org.jftrace.spi;

/** In which context a CPU executes; each may interrupt those before it. Linux: {@code interrupt_context_level()}. */
public enum CpuContext {
    /** A task, on its own behalf. */
    TASK(0),
    /** A softirq handler. */
    SOFTIRQ(1),
    /** A hardware interrupt handler. */
    IRQ(2),
    /** A non-maskable interrupt handler. */
    NMI(3);

    private final int level;

    CpuContext(int level) {
        this.level = level;
    }

    /**
     * Returns how deeply interrupted the CPU is.
     *
     * @return 0 to 3
     */
    public int level() {
        return level;
    }
}
