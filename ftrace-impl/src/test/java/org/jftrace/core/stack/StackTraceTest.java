package org.jftrace.core.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.direct.DirectRegistration;
import org.jftrace.direct.IpModifyPeer;
import org.jftrace.graph.GraphOps;
import org.jftrace.sim.SimMachine;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.GuestCpu;
import org.jftrace.stack.FrameKind;
import org.jftrace.stack.StackFrame;
import org.jftrace.stack.StackTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stack traces taken in callbacks. */
class StackTraceTest {
    private final List<String> traces = new ArrayList<>();
    private SimMachine machine;
    private Ftrace ftrace;

    @BeforeEach
    void load() throws IOException {
        load("vfs.elf");
    }

    private void load(String elf) throws IOException {
        machine = SimMachine.builder(Path.of("..", "samples", "guest", elf))
                .stdout(OutputStream.nullOutputStream())
                .build();
        ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
    }

    @AfterEach
    void close() {
        ftrace.close();
        machine.close();
    }

    private static String names(StackTrace trace) {
        return String.join(
                        " ", trace.frames().stream().map(StackFrame::function).toList())
                + (trace.reliable() ? "" : " ?" + trace.doubt().orElseThrow());
    }

    private void note() {
        traces.add(names(ftrace.stackTrace()));
    }

    private void trace(String function) {
        ftrace.register(FtraceOps.of("t", Filter.name(function), (ip, parentIp, ops, regs) -> note()));
    }

    @Test
    void aCallbackSeesTheFunctionAndAllThatCalledIt() {
        trace("ramfs_mount");
        machine.run();
        assertEquals("ramfs_mount vfs_mount mount_all kernel_main _start", traces.get(0));
    }

    @Test
    void everyFlavourTellsTheSameOfAProgram() throws IOException {
        List<List<String>> all = new ArrayList<>();
        for (String elf : List.of("vfs.elf", "vfs-2.elf", "vfs-bti.elf", "vfs-bti-pac.elf", "vfs-pie.elf")) {
            close();
            load(elf);
            traces.clear();
            trace("ramfs_create");
            machine.run();
            all.add(List.copyOf(traces));
        }
        assertTrue(all.get(0).size() > 3);
        assertEquals(1, all.stream().distinct().count(), all::toString);
        assertTrue(all.get(0).stream().noneMatch(trace -> trace.contains("?")), all::toString);
    }

    @Test
    void addressesThatFunctionGraphHidesAreShownAsTheyAre() {
        trace("ramfs_mount");
        machine.run();
        List<String> untouched = List.copyOf(traces);
        close();
        traces.clear();
        reload();
        for (int user = 0; user < 2; user++) {
            ftrace.graphs().register(GraphOps.builder("u" + user).handlers((call, regs) -> true, (call, regs) -> {}));
        }
        trace("ramfs_mount");
        machine.run();
        assertEquals(untouched, traces);
    }

    private void reload() {
        try {
            load("vfs.elf");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aReturnHandlerSeesTheFunctionReturnedTo() {
        ftrace.graphs()
                .register(GraphOps.builder("u")
                        .filter(Filter.name("ramfs_mount", "vfs_mount", "mount_all"))
                        .handlers((call, regs) -> true, (call, regs) -> note()));
        machine.run();
        assertEquals("vfs_mount mount_all kernel_main _start", traces.get(0));
    }

    @Test
    void theAddressesAreThoseOfTheTrace() {
        long[] addresses = new long[3];
        int[] found = new int[1];
        ftrace.register(FtraceOps.of("t", Filter.name("ramfs_mount"), (ip, parentIp, ops, regs) -> {
            found[0] = ftrace.stackTrace(addresses);
            assertEquals(ip + 4, addresses[0]);
            assertEquals(parentIp, addresses[1]);
        }));
        machine.run();
        assertEquals(3, found[0]);
        assertThrows(IllegalStateException.class, () -> ftrace.stackTrace());
    }

    @Test
    void aHostTwinTellsTheSame() {
        LightMachine light = LightMachine.builder().build();
        try (Ftrace core = FtraceCore.open(light, Arm64Port.on(light))) {
            light.intercept(((FtraceCore) core).hostEntry());
            List<Long> seen = new ArrayList<>();
            core.register(FtraceOps.of("t", Filter.name("f0"), (ip, parentIp, ops, regs) -> {
                long[] addresses = new long[4];
                int count = core.stackTrace(addresses);
                for (int i = 0; i < count; i++) {
                    seen.add(addresses[i]);
                }
            }));
            light.cpu(0).call(light.function(0));
            assertEquals(List.of(light.ip(0) + 4, light.caller() + 4), seen);
        }
    }

    private FrameKind kindAt(long pc) {
        GuestCpu cpu = machine.cpu(0);
        cpu.setPc(pc);
        return ftrace.stackTrace(cpu).frames().get(0).kind();
    }

    @Test
    void whatADirectCallGoesToIsATrampolineForAsLongAsItGoesThere() {
        long site = ftrace.select(Filter.name("vfs_open"))[0];
        long one = machine.symbols().named("ramfs_mount").orElseThrow().address();
        long other = machine.symbols().named("vfs_mount").orElseThrow().address();
        assertEquals(FrameKind.FUNCTION, kindAt(one));
        DirectRegistration direct = ftrace.directCalls().register("direct", Map.of(site, one), IpModifyPeer.REFUSES);
        assertEquals(FrameKind.DIRECT_TRAMPOLINE, kindAt(one));
        assertEquals(FrameKind.FUNCTION, kindAt(other));
        direct.modify(other);
        assertEquals(FrameKind.FUNCTION, kindAt(one));
        assertEquals(FrameKind.DIRECT_TRAMPOLINE, kindAt(other));
        direct.close();
        assertEquals(FrameKind.FUNCTION, kindAt(other));
    }
}
