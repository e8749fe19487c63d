package org.jftrace.cli.explore.scenario;

import java.util.Arrays;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.sim.adversary.Violation;

/** A tracer, and which calls it has to see: those that begin and end while it must, at most those while it may. */
final class Traced {
    final String name;
    private final int[] seen;
    private final boolean[] owed;
    private boolean may;
    private boolean must;
    private boolean late;

    Traced(String name, int cpus) {
        this.name = name;
        this.seen = new int[cpus];
        this.owed = new boolean[cpus];
    }

    /** It is about to be registered. */
    void mayBegin() {
        may = true;
    }

    /** It has been registered. */
    void mustBegin() {
        must = true;
    }

    /** It is about to be closed: calls that are under way need not be seen any more. */
    void mustEnd() {
        must = false;
        Arrays.fill(owed, false);
    }

    /** It has been closed. */
    void mayEnd() {
        may = false;
    }

    FtraceOps ops(Filter filter) {
        return FtraceOps.of(name, filter, (ip, parentIp, ops, regs) -> see((int) (regs.argument(0) / 100) - 1));
    }

    /** Sees a call. What is wrong with it is said when the call ends: the core keeps what callbacks throw to itself. */
    void see(int cpu) {
        late |= !may;
        seen[cpu]++;
    }

    void began(int cpu) {
        owed[cpu] = must;
        seen[cpu] = 0;
    }

    void ended(int cpu) {
        if (late) {
            throw new Violation(name + " was called by cpu " + cpu + ", although it is closed");
        }
        if (seen[cpu] > 1) {
            throw new Violation(name + " has seen a call of cpu " + cpu + " " + seen[cpu] + " times");
        }
        if (owed[cpu] && seen[cpu] == 0) {
            throw new Violation(name + " has lost a call of cpu " + cpu);
        }
        seen[cpu] = 0;
        owed[cpu] = false;
    }

    long state() {
        long state = (may ? 1L : 0L) + (must ? 2L : 0L) + (late ? 4L : 0L);
        for (int cpu = 0; cpu < seen.length; cpu++) {
            state = state * 8 + seen[cpu] * 2L + (owed[cpu] ? 1L : 0L);
        }
        return state;
    }
}
