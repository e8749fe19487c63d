package org.jftrace.core.record;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.light.CallSiteLayout;
import org.jftrace.sim.light.LightMachine;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/** What ftrace adds to the heap for each call site, everything counted: what a core reaches that a bare machine does not. */
class RecordSizeTest {
    private static final int SITES = 10_000;
    private static final int MOST_BYTES = 64;

    static {
        System.setProperty("jol.magicFieldOffset", "true"); // else records and lambdas have no offsets
    }

    private static long heap(Object root) {
        return GraphLayout.parseInstance(root).totalSize();
    }

    private static double bytesForEachOf(int sites, CallSiteLayout layout) {
        CallSiteLayout[] layouts = new CallSiteLayout[sites];
        Arrays.fill(layouts, layout);
        LightMachine machine = LightMachine.builder().layouts(layouts).build();
        long before = heap(machine);
        FtraceCore core = FtraceCore.open(machine, Arm64Port.on(machine));
        return (double) (heap(core) - before) / sites;
    }

    @Test
    void aRecordTakesAtMost64BytesOfHeap() {
        for (CallSiteLayout layout : new CallSiteLayout[] {CallSiteLayout.FOUR_TWO, CallSiteLayout.TWO_BTI}) {
            double bytes = bytesForEachOf(SITES, layout);
            assertTrue(bytes <= MOST_BYTES, layout + ": " + bytes + " bytes for each of " + SITES + " records");
        }
    }
}
