package org.jftrace.cli.compare;

import org.jftrace.cli.compare.route.CallRoute;
import org.jftrace.cli.compare.route.Workload;
import org.jftrace.cli.compare.time.Timing;
import org.jftrace.sim.count.Counts;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a workload over one route.
 *
 * @param counts null if the route was refused
 * @param refusal why, or null
 * @param time null if not measured
 */
record Row(
        Workload workload,
        CallRoute route,
        @Nullable Counts counts,
        @Nullable String refusal,
        @Nullable Timing time) {}
