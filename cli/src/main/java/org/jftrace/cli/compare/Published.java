package org.jftrace.cli.compare;

import java.util.List;
import java.util.OptionalDouble;
import org.jftrace.cli.compare.route.Workload;

/**
 * A figure that Linux developers published, as a ratio, and what it is to be compared with.
 *
 * @param group where it is from and what the ratio is
 * @param what is measured
 * @param value published
 * @param ours the same ratio of ours
 */
record Published(String group, String what, double value, Ratio ours) {
    /** A ratio of two rows. */
    interface Ratio {
        OptionalDouble of(Comparison comparison, Comparison.Measure measure);
    }

    private static final String DIRECT = "fentry direct";
    private static final String FPROBE = "fentry fprobe";

    private static final String SLOWDOWN = "Raspberry Pi 4, October 2022, with per-callsite ops: time over untraced";
    private static final String GAP = "Overhead of the fprobe route over that of the direct call";

    /** All, in the order of the table. */
    static List<Published> all() {
        return List.of(
                sole("ops 1+1", 1.86),
                sole("ops 1+10", 1.86),
                sole("ops 1+100", 1.87),
                sole("ops 2+0", 64.08),
                sole("ops 10+0", 185.87),
                sole("ops 100+0", 1034.56),
                slowdown(Workload.TRIGGER, DIRECT, 0.701 / 0.533),
                slowdown(Workload.TRIGGER, FPROBE, 0.701 / 0.404),
                slowdown(Workload.WRITE, DIRECT, 4.186 / 3.943),
                slowdown(Workload.WRITE, FPROBE, 4.926 / 3.943),
                gap("October 2022, trigger", Workload.TRIGGER, (0.701 / 0.404 - 1) / (0.701 / 0.533 - 1)),
                gap("October 2022, dd", Workload.WRITE, (4.926 - 3.943) / (4.186 - 3.943)),
                gap("November 2022; trigger", Workload.TRIGGER, 62.6 / 28.6),
                gap("November 2022; write", Workload.WRITE, 62.6 / 28.6),
                gap("November 2022, optimised; trigger", Workload.TRIGGER, 34.1 / 28.6),
                gap("November 2022, optimised; write", Workload.WRITE, 34.1 / 28.6));
    }

    private static Published sole(String route, double overhead) {
        return new Published(
                "Linux baaf553d3bc3, Apple M1 VM: overhead over that of one ops alone",
                route,
                overhead / 1.86,
                (comparison, measure) -> Comparison.quotient(
                        comparison.overhead(measure, Workload.TRIGGER, route),
                        comparison.overhead(measure, Workload.TRIGGER, "ops 1+0")));
    }

    private static Published slowdown(Workload workload, String route, double value) {
        return new Published(
                SLOWDOWN,
                (workload == Workload.WRITE ? "dd" : workload.title()) + ", " + route,
                value,
                (comparison, measure) -> comparison.relative(measure, workload, route));
    }

    private static Published gap(String what, Workload workload, double value) {
        return new Published(
                GAP,
                what,
                value,
                (comparison, measure) -> Comparison.quotient(
                        comparison.overhead(measure, workload, FPROBE),
                        comparison.overhead(measure, workload, DIRECT)));
    }
}
