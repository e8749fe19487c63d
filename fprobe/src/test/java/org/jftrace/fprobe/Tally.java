package org.jftrace.fprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;

/** Counts the calls of functions besides a probe, so that what the probe says of them can be added up. */
final class Tally {
    long calls;
    long entries;
    long exits;

    Tally(Ftrace ftrace, Filter filter) {
        ftrace.register(FtraceOps.of("tally", filter, (ip, parentIp, ops, regs) -> calls++));
    }

    Fprobe.Builder counting(String name) {
        return Fprobe.builder(name)
                .entry((ip, returnAddress, regs, data) -> {
                    entries++;
                    return 0;
                })
                .exit((ip, returnAddress, regs, data) -> exits++);
    }

    /** RACES.md R8. */
    void check(FprobeRegistration probe, long expectedCalls, long expectedExits, long missed, long declined) {
        assertEquals(expectedCalls, calls, "calls");
        assertEquals(expectedExits, exits, "exits");
        assertEquals(missed, probe.missed(), "missed");
        assertEquals(declined, probe.declined(), "declined");
        assertEquals(calls, exits + missed + declined, "calls = exits + missed + declined");
    }
}
