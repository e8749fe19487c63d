package org.jftrace.tracefs.tracer;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jftrace.Errno;
import org.jftrace.FtraceException;

/** What entries are stamped with. All clocks that count time are one here: a machine has a single source of it. */
enum Clock {
    LOCAL,
    GLOBAL,
    COUNTER,
    UPTIME,
    PERF,
    MONO,
    MONO_RAW,
    BOOT,
    TAI;

    /** {@code USER_HZ} is 100. */
    private static final long NANOSECONDS_IN_TICK = 10_000_000;

    static Clock named(String name) {
        return Arrays.stream(values())
                .filter(clock -> clock.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new FtraceException(Errno.EINVAL, "no trace clock is called " + name));
    }

    /** All of them, with brackets around this. */
    String list() {
        return Arrays.stream(values())
                .map(clock -> clock == this ? "[" + clock + "]" : clock.toString())
                .collect(Collectors.joining(" ", "", "\n"));
    }

    boolean nanoseconds() {
        return this != COUNTER && this != UPTIME;
    }

    /**
     * Starts the clock.
     *
     * @param time in nanoseconds
     */
    LongSupplier on(LongSupplier time) {
        return switch (this) {
            case COUNTER -> new AtomicLong()::incrementAndGet;
            case UPTIME -> () -> time.getAsLong() / NANOSECONDS_IN_TICK;
            default -> time;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
