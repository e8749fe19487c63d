package org.jftrace.spi;

/** In which context a CPU executes; each may interrupt those before it. Linux: {@code interrupt_context_level()}. */
public enum CpuContext {
    /** A task, on its own behalf. */
    TASK,
    /** A softirq handler. */
    SOFTIRQ,
    /** A hardware interrupt handler. */
    IRQ,
    /** A non-maskable interrupt handler. */
    NMI
}
