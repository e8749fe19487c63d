package org.jftrace.core.graph;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jftrace.graph.GraphOps;
import org.jftrace.returns.ReturnRegs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registered user, at one of the places of the bitmap. */
final class GraphUser {
    private static final Logger LOG = LoggerFactory.getLogger(GraphUser.class);

    final GraphOps ops;
    final int place;
    private final LongAdder errors = new LongAdder();
    private final AtomicBoolean logged = new AtomicBoolean();
    private volatile boolean closed;

    GraphUser(GraphOps ops, int place) {
        this.ops = ops;
        this.place = place;
    }

    void close() {
        closed = true;
    }

    long errors() {
        return errors.sum();
    }

    /** What the handler throws stays here: the function has to return. */
    void returned(GraphFrame frame, ReturnRegs regs) {
        if (closed) {
            return;
        }
        try {
            ops.returned().onReturn(frame.as(this), regs);
        } catch (StackOverflowError thrown) {
            count(thrown, frame);
        } catch (VirtualMachineError fatal) {
            throw fatal;
        } catch (Throwable thrown) {
            count(thrown, frame);
        }
    }

    private void count(Throwable thrown, GraphFrame frame) {
        errors.increment();
        if (logged.compareAndSet(false, true)) {
            LOG.error(
                    "return handler of {} failed for the call at 0x{}; further failures are only counted",
                    ops.name(),
                    Long.toHexString(frame.ip()),
                    thrown);
        }
    }
}
