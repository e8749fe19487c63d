package org.jftrace.unicorn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jftrace.Ftrace;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.bpf.AttachType;
import org.jftrace.bpf.Bpf;
import org.jftrace.bpf.BpfLink;
import org.jftrace.bpf.BpfPolicy;
import org.jftrace.bpf.BpfTarget;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.image.FunctionModel;
import org.junit.jupiter.api.Test;

/** Generated trampolines of programs before and after a function, attached and detached between calls. */
class ImagesOnUnicornTest {
    private static final Path VFS = Path.of("..", "samples", "guest", "vfs.elf");

    private interface Guest {
        long ackermann(long m, long n);
    }

    private static List<String> seen(Machine machine, Guest guest) {
        List<String> seen = new ArrayList<>();
        Arm64Port arm64 = Arm64Port.on(machine);
        try (Ftrace ftrace = FtraceCore.open(machine, arm64);
                Bpf bpf = Bpf.open(ftrace, machine, arm64, BpfPolicy.byName())) {
            BpfTarget target = BpfTarget.function("ackermann", FunctionModel.ofLongs(2));
            guest.ackermann(1, 1);
            BpfLink before = bpf.attach(
                    bpf.program("before", AttachType.FENTRY).load(context -> {
                        seen.add("(" + context.argument(0) + ", " + context.argument(1) + ")");
                        return 0;
                    }),
                    target);
            seen.add("= " + guest.ackermann(2, 3));
            BpfLink after = bpf.attach(
                    bpf.program("after", AttachType.FEXIT).load(context -> {
                        seen.add("-> " + context.returnValue());
                        return 0;
                    }),
                    target);
            seen.add("= " + guest.ackermann(2, 3));
            before.close();
            seen.add("= " + guest.ackermann(2, 3));
            after.close();
            seen.add("= " + guest.ackermann(2, 3));
        }
        return seen;
    }

    @Test
    void aProgramSeesWhatItSeesOnTheReference() throws IOException {
        try (SimMachine reference = SimMachine.load(VFS);
                UnicornMachine unicorn = UnicornMachine.load(VFS, OutputStream.nullOutputStream())) {
            long ackermann = unicorn.address("ackermann").orElseThrow();
            List<String> expected = seen(reference, (m, n) -> reference.call("ackermann", m, n));
            assertTrue(expected.contains("(2, 3)") && expected.contains("-> 9"), expected.toString());
            assertEquals(expected, seen(unicorn, (m, n) -> unicorn.call(ackermann, m, n)));
            assertEquals(reference.instructions(), unicorn.instructions());
        }
    }
}
