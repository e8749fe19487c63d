package org.jftrace.cli.trace;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Where the time stamps come from; the names are those of the kernel's {@code trace_clock}. */
enum Clock {
    /** Seconds since the start. */
    global {
        @Override
        Source start() {
            long start = System.nanoTime();
            return () -> {
                long micros = (System.nanoTime() - start) / 1000;
                return String.format(Locale.ROOT, "%5d.%06d", micros / 1_000_000, micros % 1_000_000);
            };
        }
    },
    /** A number that grows by one with each traced call: the same on every run. */
    counter {
        @Override
        Source start() {
            AtomicLong events = new AtomicLong();
            return () -> String.format(Locale.ROOT, "%12d", events.incrementAndGet());
        }
    };

    /** A clock that runs. */
    interface Source {
        /** Returns the time as twelve columns. */
        String now();
    }

    abstract Source start();
}
