package org.jftrace.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.arch.image.FunctionModel;
import org.junit.jupiter.api.Test;

/** A call that an fprobe brings to a program before and after it costs no byte of heap. */
class ProbeRouteAllocatesNothingTest {
    private static final int CALLS = 100_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final LightMachine machine = LightMachine.builder().functions(1).build();

    /** The least of three rounds: what happens once on a fresh JVM is not in each. */
    private long bytesOfCalls() {
        long least = Long.MAX_VALUE;
        long thread = Thread.currentThread().getId();
        for (int round = 0; round < 3; round++) {
            long before = THREADS.getThreadAllocatedBytes(thread);
            for (int i = 0; i < CALLS; i++) {
                machine.cpu(0).call(machine.function(0));
            }
            least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
        }
        return least;
    }

    @Test
    void entryAndExitWithArgumentsAndCookie() {
        Arm64Port arch = Arm64Port.on(machine);
        FtraceCore ftrace = FtraceCore.open(machine, arch);
        machine.intercept(ftrace.hostEntry());
        Bpf bpf = Bpf.open(ftrace, machine, arch, BpfPolicy.byName());
        BpfTarget function = BpfTarget.function("f0", FunctionModel.ofLongs(10));
        long[] seen = new long[1];
        BpfCallback adding = context -> seen[0] += context.argument(9) + context.cookie();
        BpfProgram before = bpf.program("before", AttachType.FENTRY).load(adding);
        BpfProgram after = bpf.program("after", AttachType.FEXIT).load(adding);
        bpf.attach(before, function, 7, Route.FPROBE);
        bpf.attach(after, function, 7, Route.FPROBE);
        assertEquals(0, bytesOfCalls());
        assertEquals(3L * CALLS, before.runCount());
        assertEquals(3L * CALLS, after.runCount());
        assertEquals(0, before.errors() + after.errors());
        ftrace.close();
    }
}
