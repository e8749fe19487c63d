package org.jftrace.sim.os;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * What time it is for the guest.
 *
 * @param monotonic nanoseconds since some start, never less than before
 * @param realTime nanoseconds since 1970
 */
public record GuestClock(LongSupplier monotonic, LongSupplier realTime) {
    /**
     * Returns the clock of this computer.
     *
     * @return starts at 0 now
     */
    public static GuestClock system() {
        long start = System.nanoTime();
        return new GuestClock(() -> System.nanoTime() - start, GuestClock::now);
    }

    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }
}
