package org.jftrace.tracefs.ring;

import org.jftrace.spi.CpuContext;

/** In which state a CPU wrote an entry; the kernel's {@code enum trace_flag_type}. */
public final class EntryFlags {
    /** Interrupts were disabled. */
    public static final int IRQS_OFF = 0x01;
    /** Another task is to run. */
    public static final int NEED_RESCHED = 0x04;
    /** In a hardware interrupt handler. */
    public static final int HARDIRQ = 0x08;
    /** In a softirq handler. */
    public static final int SOFTIRQ = 0x10;
    /** Another task is to run as soon as preemption is enabled. */
    public static final int PREEMPT_RESCHED = 0x20;
    /** In a handler that cannot be masked. */
    public static final int NMI = 0x40;
    /** Softirqs were disabled. */
    public static final int BH_OFF = 0x80;

    private EntryFlags() {}

    /**
     * Tells what follows from a context: Linux runs interrupt handlers with interrupts disabled.
     *
     * @param context of the CPU
     * @return flags
     */
    public static int of(CpuContext context) {
        return switch (context) {
            case TASK -> 0;
            case SOFTIRQ -> SOFTIRQ;
            case IRQ -> HARDIRQ | IRQS_OFF;
            case NMI -> NMI | IRQS_OFF;
        };
    }
}
