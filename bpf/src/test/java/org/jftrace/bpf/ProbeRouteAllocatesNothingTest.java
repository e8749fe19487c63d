package org.jftrace.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.arch.image.FunctionModel;
import org.jftrace.spi.testkit.AllocatedBytes;
import org.junit.jupiter.api.Test;

/** A call that an fprobe brings to a program before and after it costs no byte of heap. */
class ProbeRouteAllocatesNothingTest {

    private final LightMachine machine = LightMachine.builder().functions(1).build();

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
        AllocatedBytes allocated = AllocatedBytes.of(() -> machine.cpu(0).call(machine.function(0)));
        assertEquals(0, allocated.bytes());
        assertEquals(allocated.calls(), before.runCount());
        assertEquals(allocated.calls(), after.runCount());
        assertEquals(0, before.errors() + after.errors());
        ftrace.close();
    }
}
