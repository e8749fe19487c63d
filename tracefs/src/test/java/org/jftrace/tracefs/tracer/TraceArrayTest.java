package org.jftrace.tracefs.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.TaskFilter;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.site.CallSiteInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TraceArrayTest {
    private final LightMachine machine =
            LightMachine.builder().functions(3).cpus(2).heap(64 << 10).build();
    private final FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
    private final AtomicLong time = new AtomicLong();
    private final TraceArray top = array("");
    private final TraceArray foo = array("foo");

    TraceArrayTest() {
        machine.intercept(ftrace.hostEntry());
    }

    @AfterEach
    void close() {
        top.close();
        foo.close();
        ftrace.close();
        machine.close();
    }

    private TraceArray array(String name) {
        return new TraceArray(machine, ftrace, name, GraphScope.ALL, () -> time.addAndGet(1000));
    }

    private void call(int cpu, int function) {
        machine.cpu(cpu).call(machine.function(function));
    }

    private static String functions(TraceArray array) {
        return array.trace()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceAll(".*: | <-.*", ""))
                .collect(Collectors.joining(" "));
    }

    private CallSiteInfo site(int function) {
        return ftrace.site(machine.ip(function)).orElseThrow();
    }

    private static void assertErrno(Errno errno, Runnable request) {
        assertEquals(errno, assertThrows(FtraceException.class, request::run).errno());
    }

    @Test
    void nopPrintsTheLegendAndNoEntry() {
        assertEquals("""
                # tracer: nop
                #
                # entries-in-buffer/entries-written: 0/0   #P:2
                #
                #                                _-----=> irqs-off/BH-disabled
                #                               / _----=> need-resched
                #                              | / _---=> hardirq/softirq
                #                              || / _--=> preempt-depth
                #                              ||| / _-=> migrate-disable
                #                              |||| /     delay
                #           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION
                #              | |         |   |||||     |         |
                """, top.trace());
    }

    @Test
    void theFunctionTracerPrintsWhoCalledWhatAndWhen() {
        top.setTracer("function");
        time.set(2_000_000);
        call(1, 0);
        call(0, 2);
        List<String> lines = top.trace().lines().toList();
        assertEquals("# tracer: function", lines.get(0));
        assertEquals("# entries-in-buffer/entries-written: 2/2   #P:2", lines.get(2));
        assertEquals(
                List.of(
                        "         light/1-2       [001] .....     0.002001: f0 <-" + caller(),
                        "         light/0-1       [000] .....     0.002002: f2 <-" + caller()),
                lines.subList(12, 14));
    }

    private String caller() {
        return "0x" + Long.toHexString(machine.caller() + 4);
    }

    @Test
    void sitesNameTheTracersAsTheKernelDoes() {
        top.setTracer("function");
        CallSiteInfo.Ops ops = site(0).ops().orElseThrow();
        assertEquals("global_ops function_trace_call", ops.name() + " " + ops.func());
        top.setTracer("nop");
        foo.setTracer("function");
        assertEquals("ops of foo", site(0).ops().orElseThrow().name());
        foo.options().set("func_stack_trace", true);
        assertEquals("function_stack_trace_call", site(0).ops().orElseThrow().func());
    }

    @Test
    void graphsShareTheirManager() {
        top.setTracer("function_graph");
        foo.setTracer("function_graph");
        CallSiteInfo.Ops ops = site(0).ops().orElseThrow();
        assertEquals("graph_ops ftrace_graph_func", ops.name() + " " + ops.func());
        assertEquals(1, site(0).users());
        call(0, 0);
        top.setTracer("nop");
        assertTrue(site(0).enabled());
        foo.close();
        assertFalse(site(0).enabled());
    }

    @Test
    void aFilterIsInForceAtOnceAndRemembered() {
        top.setFilter(Filter.name("f1"));
        assertFalse(site(1).enabled());
        top.setTracer("function");
        call(0, 0);
        call(0, 1);
        assertEquals("f1", functions(top));
        top.setFilter(Filter.name("f0"));
        call(0, 0);
        call(0, 1);
        assertEquals("f1 f0", functions(top));
        assertErrno(Errno.EINVAL, () -> top.setFilter(Filter.name("none")));
        call(0, 0);
        assertEquals("f1 f0 f0", functions(top));
    }

    @Test
    void otherTasksAreNotRecorded() {
        top.setTasks(TaskFilter.all().only(2));
        top.setTracer("function");
        call(0, 0);
        call(1, 1);
        assertEquals("f1", functions(top));
        top.setTasks(TaskFilter.all());
        call(0, 0);
        assertEquals("f1 f0", functions(top));
    }

    @Test
    void nothingIsRecordedWhileTracingIsOff() {
        top.setTracer("function");
        top.setTracing(false);
        call(0, 0);
        top.traceStack(machine.cpu(0));
        assertEquals("", functions(top));
        top.setTracing(true);
        call(0, 1);
        assertEquals("f1", functions(top));
    }

    @Test
    void anotherTracerOrClockEmptiesTheBuffer() {
        top.setTracer("function");
        call(0, 0);
        top.setTracer("function");
        assertEquals("f0", functions(top));
        top.setClock("counter");
        assertEquals("", functions(top));
        assertEquals("local global [counter] uptime perf mono mono_raw boot tai\n", top.clocks());
        call(0, 0);
        top.setTracer("nop");
        assertEquals("", functions(top));
        assertErrno(Errno.EINVAL, () -> top.setTracer("blue"));
        assertErrno(Errno.EINVAL, () -> top.setClock("sundial"));
    }

    @Test
    void thePipeConsumesAndSplitsLinesThatAreTooLong() {
        top.setTracer("function");
        top.options().set("context-info", false);
        call(0, 0);
        call(0, 1);
        String line = "f0 <-" + caller() + "\n";
        assertEquals(line.substring(0, 5), pipe(5));
        assertEquals(line.substring(5), pipe(100));
        assertEquals("f1 <-" + caller() + "\n", pipe(100));
        assertEquals("", pipe(100));
        assertEquals("", functions(top));
    }

    private String pipe(int most) {
        return new String(top.readPipe(most), StandardCharsets.ISO_8859_1);
    }

    @Test
    void sizesAreRoundedUpAsTheKernelDoesIt() {
        assertEquals("7 (expanded: 1408)\n", top.bufferSizeText());
        assertEquals(1410, foo.bufferSizeKb());
        top.setTracer("function");
        assertEquals("1410\n", top.bufferSizeText());
        top.setBufferSizeKb(1);
        assertEquals(7, top.bufferSizeKb());
        assertErrno(Errno.EINVAL, () -> top.setBufferSizeKb(0));
        assertErrno(Errno.ENOMEM, () -> top.setBufferSizeKb(Long.MAX_VALUE));
        for (int i = 0; i < 300; i++) {
            call(0, 0);
        }
        assertTrue(top.trace().contains("# entries-in-buffer/entries-written: 170/300 "), top::trace);
        assertTrue(top.readPipe(4096).length > 0);
    }

    @Test
    void whatThePipeMissedIsTold() {
        top.setBufferSizeKb(1);
        top.setTracer("function");
        for (int i = 0; i < 300; i++) {
            call(1, 0);
        }
        assertEquals("CPU:1 [LOST 130 EVENTS]\n", pipe(24));
    }

    @Test
    void aSnapshotTakesTheBuffer() {
        top.setTracer("function");
        assertTrue(top.snapshotText().contains("# * Snapshot is freed *"));
        call(0, 0);
        top.snapshot();
        call(0, 1);
        assertEquals("f1", functions(top));
        assertTrue(top.snapshotText().contains(": f0 <-"));
        top.clearSnapshot();
        assertTrue(top.snapshotText().contains("# * Snapshot is allocated *"));
        top.freeSnapshot();
        assertTrue(top.snapshotText().contains("# * Snapshot is freed *"));
    }

    @Test
    void dumpingSwitchesRecordingOffAndConsumes() {
        top.setTracer("function");
        call(0, 0);
        top.dump();
        assertFalse(top.isTracing());
        assertEquals("", functions(top));
    }

    @Test
    void namesAreKeptUnlessTheyAreNotWanted() {
        top.options().set("record-cmd", false);
        top.setTracer("function");
        call(0, 0);
        assertTrue(top.trace().contains("           <...>-1       [000]"), top::trace);
        assertErrno(Errno.EINVAL, () -> foo.options().get("record-cmd"));
    }

    @Test
    void callbacksMayRecordStacksAndTakeSnapshots() {
        top.setTracer("function");
        FtraceOps probe = FtraceOps.of("probe", Filter.name("f1"), (ip, parentIp, ops, regs) -> {
            top.traceStack(ftrace.currentCpu());
            top.snapshot();
            top.setTracing(false);
        });
        ftrace.register(probe);
        call(0, 1);
        call(0, 0);
        assertEquals("", functions(top));
        assertTrue(top.snapshotText().endsWith(": <stack trace>\n => f1\n => " + caller() + "\n"), top::snapshotText);
        ftrace.unregister(probe);
    }
}
