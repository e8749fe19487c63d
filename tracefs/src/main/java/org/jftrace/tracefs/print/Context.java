package org.jftrace.tracefs.print;

import org.jftrace.tracefs.ring.EntryFlags;
import org.jftrace.tracefs.ring.TraceEntry;

/** What stands before the function: who called it, where and when. */
final class Context {
    private static final long MICROSECONDS_IN_SECOND = 1_000_000;

    private Context() {}

    static void standard(View view, TraceEntry entry, StringBuilder out) {
        out.append(String.format("%16s-%-7d ", view.names().of(entry.pid()), entry.pid()));
        if (view.has(PrintOption.RECORD_TGID)) {
            // A machine has no thread groups; the kernel prints this where it knows none.
            out.append("(-------) ");
        }
        out.append(String.format("[%03d] ", entry.cpu()));
        if (view.has(PrintOption.IRQ_INFO)) {
            state(entry, out);
        }
        out.append(' ');
        time(view, entry.time(), out);
        out.append(": ");
    }

    /** A time of its own, in the columns of a line. */
    static void time(View view, long ticks, StringBuilder out) {
        if (view.nanoseconds()) {
            long time = View.microseconds(ticks);
            out.append(String.format(
                    "%5d.%06d",
                    Long.divideUnsigned(time, MICROSECONDS_IN_SECOND),
                    Long.remainderUnsigned(time, MICROSECONDS_IN_SECOND)));
        } else {
            out.append(String.format("%12s", Long.toUnsignedString(ticks)));
        }
    }

    static void latency(View view, TraceEntry entry, long index, long nextTime, StringBuilder out) {
        String comm = view.names().of(entry.pid());
        long since = entry.time() - view.start();
        long until = nextTime - entry.time();
        if (view.nanoseconds()) {
            since = View.microseconds(since);
            until = View.microseconds(until);
        }
        if (view.has(PrintOption.VERBOSE)) {
            out.append(String.format(
                    "%16s %7d %3d %d %08x %08x ",
                    comm, entry.pid(), entry.cpu(), entry.flags(), entry.preemptCount() & 0xf, index));
            out.append(
                    view.nanoseconds()
                            ? String.format(
                                    "[%08x] %d.%03dms (+%d.%03dms): ",
                                    View.microseconds(entry.time()),
                                    since / 1000,
                                    since % 1000,
                                    until / 1000,
                                    until % 1000)
                            : String.format("[%016x] %d (+%d): ", entry.time(), since, until));
        } else {
            out.append(String.format("%8.8s-%-7d %3d", comm, entry.pid(), entry.cpu()));
            state(entry, out);
            out.append(
                    view.nanoseconds()
                            ? String.format(" %4dus%c: ", since, mark(until))
                            : String.format(" %4d: ", since));
        }
    }

    /** How long it took until the next entry, at a glance. */
    private static char mark(long microseconds) {
        long limit = 1_000_000;
        for (char mark : "$@*#!+".toCharArray()) {
            if (microseconds > limit) {
                return mark;
            }
            limit /= 10;
        }
        return ' ';
    }

    private static void state(TraceEntry entry, StringBuilder out) {
        int flags = entry.flags();
        boolean irqsOff = (flags & EntryFlags.IRQS_OFF) != 0;
        boolean bhOff = (flags & EntryFlags.BH_OFF) != 0;
        boolean hardirq = (flags & EntryFlags.HARDIRQ) != 0;
        out.append(irqsOff ? (bhOff ? 'D' : 'd') : (bhOff ? 'b' : '.'));
        out.append(
                switch (flags & (EntryFlags.NEED_RESCHED | EntryFlags.PREEMPT_RESCHED)) {
                    case EntryFlags.NEED_RESCHED | EntryFlags.PREEMPT_RESCHED -> 'N';
                    case EntryFlags.NEED_RESCHED -> 'n';
                    case EntryFlags.PREEMPT_RESCHED -> 'p';
                    default -> '.';
                });
        if ((flags & EntryFlags.NMI) != 0) {
            out.append(hardirq ? 'Z' : 'z');
        } else if ((flags & EntryFlags.SOFTIRQ) != 0) {
            out.append(hardirq ? 'H' : 's');
        } else {
            out.append(hardirq ? 'h' : '.');
        }
        digit(entry.preemptCount() & 0xf, out);
        digit((entry.preemptCount() >> 4) & 0xf, out);
    }

    private static void digit(int count, StringBuilder out) {
        out.append(count == 0 ? '.' : Character.forDigit(count, 16));
    }
}
