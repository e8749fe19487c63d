package org.jftrace.tracefs.tracer;

import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceCallback;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.spi.GuestCpu;
import org.jftrace.tracefs.ring.EntryType;

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

    Registration function(Filter filter, boolean stacks) {
        FtraceCallback plain = (ip, parentIp, ops, regs) -> record(ip, parentIp, false);
        FtraceCallback withStack = (ip, parentIp, ops, regs) -> record(ip, parentIp, true);
        return ftrace.register(FtraceOps.builder(array.isEmpty() ? "global_ops" : "ops of " + array)
                .func(stacks ? "function_stack_trace_call" : "function_trace_call")
                .flags(OpsFlag.PID)
                .filter(filter)
                .callback(stacks ? withStack : plain)
                .build());
    }

    private void record(long ip, long parentIp, boolean stack) {
        if (!tracing) {
            return;
        }
        GuestCpu cpu = ftrace.currentCpu();
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
