package org.jftrace.tracefs.tracer;

import java.util.function.BooleanSupplier;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceRegs;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.graph.GraphCall;
import org.jftrace.graph.GraphOps;
import org.jftrace.returns.ReturnRegs;
import org.jftrace.spi.CpuContext;
import org.jftrace.spi.GuestTask;
import org.jftrace.spi.TaskLocal;

/** The tracer function_graph of one trace array: an entry for each call, and one for its return with how long it took. */
final class GraphTracer {
    private static final int NONE = -1;
    private static final int ENTERED_AT = 0;
    private static final int RECORDED = 1;
    private static final int SLEPT = 2;

    private final Ftrace ftrace;
    private final GraphScope scope;
    private final String array;
    private final Buffers buffers;
    private final BooleanSupplier tracing;
    private volatile boolean sleepTime = true;
    private volatile boolean inInterrupts = true;
    private final TaskLocal<Place> places = new TaskLocal<>(Place::new);

    /** Where a task is: at which depth it came into a function that is followed, and into one that is not. */
    private static final class Place {
        int followed = NONE;
        int avoided = NONE;
    }

    GraphTracer(Ftrace ftrace, GraphScope scope, String array, Buffers buffers, BooleanSupplier tracing) {
        this.ftrace = ftrace;
        this.scope = scope;
        this.array = array;
        this.buffers = buffers;
        this.tracing = tracing;
    }

    Registration register(Filter filter) {
        return ftrace.graphs()
                .register(GraphOps.builder(array.isEmpty() ? "graph ops" : "graph ops of " + array)
                        .func("trace_graph_entry")
                        .flags(OpsFlag.PID)
                        .filter(filter)
                        .data(3)
                        .handlers(this::onEntry, this::onReturn));
    }

    private boolean onEntry(GraphCall call, FtraceRegs regs) {
        int most = scope.maxDepth();
        Place place = place(call.cpu().task());
        if (!tracing.getAsBoolean() || (most > 0 && call.depth() >= most) || place.avoided != NONE) {
            return false;
        }
        if (!inInterrupts && call.cpu().context() == CpuContext.IRQ) {
            return false;
        }
        if (scope.avoids(call.ip())) {
            place.avoided = call.depth();
            call.data()[RECORDED] = 0;
            return true;
        }
        if (place.followed == NONE) {
            if (!scope.follows(call.ip())) {
                return false;
            }
            place.followed = call.depth();
        }
        call.data()[RECORDED] = 1;
        call.data()[SLEPT] = call.cpu().task().sleptNanoseconds();
        call.data()[ENTERED_AT] = buffers.recordEntry(call.cpu(), call.ip(), call.depth());
        return true;
    }

    private void onReturn(GraphCall call, ReturnRegs regs) {
        Place place = place(call.cpu().task());
        int depth = call.depth();
        if (place.avoided == depth) {
            place.avoided = NONE;
        }
        if (place.followed == depth) {
            place.followed = NONE;
        }
        if (call.data()[RECORDED] != 0 && tracing.getAsBoolean()) {
            long asleep = sleepTime ? 0 : call.cpu().task().sleptNanoseconds() - call.data()[SLEPT];
            buffers.recordReturn(call, call.data()[ENTERED_AT] + asleep, regs.returnValue());
        }
    }

    /** Whether time counts that a task was off its CPU. */
    void setSleepTime(boolean included) {
        sleepTime = included;
    }

    /** Whether calls of interrupt handlers are recorded. */
    void setInInterrupts(boolean recorded) {
        inInterrupts = recorded;
    }

    private Place place(GuestTask task) {
        return places.of(task);
    }
}
