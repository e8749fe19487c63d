package org.jftrace.sim.explore;

/**
 * How far a search goes.
 *
 * @param bound how many calls a CPU makes, at least 1
 * @param schedules how many are run at most, of each of the two kinds: those gone through in order, and those chosen by chance
 * @param seed of the latter
 * @param shard the number of this part of the search, 0 to {@code shards} - 1
 * @param shards into how many the search is divided
 */
public record Limits(int bound, long schedules, long seed, int shard, int shards) {
    /** Checks the ranges. */
    public Limits {
        if (bound < 1 || schedules < 1 || shards < 1 || shard < 0 || shard >= shards) {
            throw new IllegalArgumentException("bound " + bound + " and schedules " + schedules
                    + " must be at least 1, shard " + shard + " must be 0 to " + (shards - 1));
        }
    }

    /**
     * Makes the limits of a search that is not divided.
     *
     * @param bound see {@link #bound()}
     * @param schedules see {@link #schedules()}
     * @return with seed 1
     */
    public static Limits of(int bound, long schedules) {
        return new Limits(bound, schedules, 1, 0, 1);
    }
}
