package org.jftrace.tracefs.tracer;

import java.util.concurrent.atomic.AtomicInteger;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceCallback;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.spi.GuestCpu;
import org.jftrace.tracefs.ring.EntryType;
import org.jspecify.annotations.Nullable;

/** The tracers that are an ops: how each is described, and what its callback does. */
final class FunctionTracer {
    private static final int MOST_FRAMES = 64;

    private final Ftrace ftrace;
    private final String array;
    private final Buffers buffers;
    /** A CPU walks one stack at a time. */
    private final long[][] scratch;

    /** Written by the probes traceon and traceoff from within callbacks. */
    private volatile boolean tracing = true;

    /** How many read the trace and want it to stand still. */
    private final AtomicInteger pauses = new AtomicInteger();

    FunctionTracer(Ftrace ftrace, String array, Buffers buffers) {
        this.ftrace = ftrace;
        this.array = array;
        this.buffers = buffers;
        this.scratch = new long[buffers.cpus()][MOST_FRAMES];
    }

    boolean tracing() {
        return tracing;
    }

    void setTracing(boolean on) {
        tracing = on;
    }

    /** Tells whether anything is to be recorded now. */
    boolean records() {
        return tracing && pauses.get() == 0;
    }

    /** Records nothing until what it answers is run. */
    Runnable pause() {
        pauses.incrementAndGet();
        return pauses::decrementAndGet;
    }

    Registration function(Filter filter, boolean stacks, boolean withoutRepeats) {
        Repeats repeats = withoutRepeats ? new Repeats(buffers) : null;
        FtraceCallback callback = (ip, parentIp, ops, regs) -> record(ip, parentIp, stacks, repeats);
        return ftrace.register(FtraceOps.builder(array.isEmpty() ? "global_ops" : "ops of " + array)
                .func(name(stacks, withoutRepeats))
                .flags(OpsFlag.PID)
                .filter(filter)
                .callback(callback)
                .build());
    }

    private static String name(boolean stacks, boolean withoutRepeats) {
        return "function_" + (stacks ? "stack_" : "") + (withoutRepeats ? "no_repeats_" : "") + "trace_call";
    }

    private void record(long ip, long parentIp, boolean stack, @Nullable Repeats repeats) {
        if (!records()) {
            return;
        }
        GuestCpu cpu = ftrace.currentCpu();
        if (repeats != null && repeats.swallows(cpu, ip, parentIp)) {
            return;
        }
        buffers.record(cpu, ip, parentIp, EntryType.FUNCTION);
        if (stack) {
            recordStack(cpu);
        }
    }

    /** For a callback: records where its CPU is, and how it came there. */
    void recordStack(GuestCpu cpu) {
        long[] frames = scratch[cpu.id()];
        buffers.recordStack(cpu, frames, ftrace.stackTrace(frames));
    }
}
