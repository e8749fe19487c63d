package org.jftrace.sim.explore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search has found.
 *
 * @param scenario its name
 * @param limits how far it was to go
 * @param states how many were visited in which there was a choice
 * @param schedules how many different ones were run
 * @param steps how many steps were taken in all
 * @param millis how long it took
 * @param exhausted whether all was gone through
 * @param failure what went wrong, or null
 */
public record Report(
        String scenario,
        Limits limits,
        long states,
        long schedules,
        long steps,
        long millis,
        boolean exhausted,
        @Nullable Failure failure) {
    /**
     * Something that went wrong.
     *
     * @param what happened
     * @param schedule leads there again
     * @param trace the steps of that schedule, each on a line
     */
    public record Failure(String what, Schedule schedule, List<String> trace) {}

    /**
     * Returns how fast it went.
     *
     * @return steps in a second
     */
    public long stepsPerSecond() {
        return 1000 * steps / Math.max(1, millis);
    }

    @Override
    public String toString() {
        return scenario + ": " + states + " states, " + schedules + " schedules, " + steps + " steps in " + millis
                + " ms, " + (exhausted ? "exhausted" : "not exhausted")
                + (failure == null ? "" : ", FAILED: " + failure.what());
    }
}
