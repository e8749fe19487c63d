package org.jftrace.samples.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.fprobe.Fprobe;
import org.jftrace.fprobe.Fprobes;
import org.jftrace.graph.GraphOps;
import org.jftrace.rethook.Rethooks;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.GuestCpu;
import org.jftrace.stack.StackFrame;
import org.jftrace.stack.StackTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hooked function that is left without returning, as by longjmp, hides nothing of traces any more. */
class LeftFunctionTest {
    private final long[] walked = new long[64];
    private int frames;
    private List<Long> traced = List.of();
    private SimMachine machine;
    private FtraceCore ftrace;
    private GuestCpu cpu;

    @BeforeEach
    void load() throws Exception {
        machine = SimMachine.builder(Path.of("guest", "vfs.elf"))
                .stdout(OutputStream.nullOutputStream())
                .build();
        ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
        cpu = machine.cpu(0);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private void hookByGraph(Filter filter) {
        ftrace.graphs()
                .register(GraphOps.builder("graph").filter(filter).handlers((call, regs) -> true, (call, regs) -> {}));
    }

    private void hookByRethook(Filter filter) {
        Fprobe probe = Fprobe.builder("probe")
                .exit((ip, returnAddress, regs, data) -> {})
                .build();
        Fprobes.on(ftrace, Rethooks.on(ftrace, machine.maxCpus()), machine.maxCpus())
                .register(probe, filter);
    }

    /** Steps until the next hooked leaf has been entered, and goes on behind its call as if it were not there any more. */
    private void leaveALeaf() {
        long body = machine.address("strlen").orElseThrow() + 8;
        while (cpu.pc() != body) {
            machine.step();
        }
        StackTrace inside = ftrace.stackTrace(cpu);
        assertTrue(inside.reliable(), inside::toString);
        cpu.setPc(inside.frames().get(1).address());
        assertEquals(functions(inside).subList(1, inside.frames().size()), functions(ftrace.stackTrace(cpu)));
        assertTrue(ftrace.stackTrace(cpu).reliable());
    }

    private static List<String> functions(StackTrace trace) {
        return trace.frames().stream().map(StackFrame::toString).toList();
    }

    @Test
    void tracesBehindACallThatGraphHookedAreTrue() {
        hookByGraph(Filter.all());
        leaveALeaf();
        leaveALeaf();
    }

    @Test
    void tracesBehindACallThatRethookHookedAreTrue() {
        hookByRethook(Filter.all());
        leaveALeaf();
        leaveALeaf();
    }

    @Test
    void theWalkOfTheNextCallbackIsTrue() {
        hookByGraph(Filter.all());
        hookByRethook(Filter.all());
        leaveALeaf();
        ftrace.register(FtraceOps.of("walk", Filter.all(), (ip, parentIp, ops, regs) -> {
            frames = ftrace.stackTrace(walked);
            traced = ftrace.stackTrace().frames().stream()
                    .map(StackFrame::address)
                    .toList();
        }));
        while (frames == 0) {
            machine.step();
        }
        assertEquals(traced, Arrays.stream(walked, 0, frames).boxed().toList());
    }
}
