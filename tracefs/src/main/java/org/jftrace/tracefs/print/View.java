package org.jftrace.tracefs.print;

import java.util.Set;
import org.jftrace.tracefs.ring.RingStats;
import org.jftrace.tracefs.ring.TaskNames;

/**
 * What entries are printed with.
 *
 * @param tracer the current tracer
 * @param options in force
 * @param stats of the buffer
 * @param cpus how many there are
 * @param nanoseconds whether the clock counts them; else times are printed as plain numbers
 * @param start when the buffer was cleared
 * @param names of tasks
 * @param symbols of code
 */
public record View(
        String tracer,
        Set<PrintOption> options,
        RingStats stats,
        int cpus,
        boolean nanoseconds,
        long start,
        TaskNames names,
        Symbols symbols) {

    boolean has(PrintOption option) {
        return options.contains(option);
    }

    static long microseconds(long nanoseconds) {
        return Long.divideUnsigned(nanoseconds + 500, 1000);
    }
}
