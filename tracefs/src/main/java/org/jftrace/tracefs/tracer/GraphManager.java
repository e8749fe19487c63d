package org.jftrace.tracefs.tracer;

import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;

/** The one ops that stands at call sites for every user of function_graph; the kernel's {@code graph_ops}. One an ftrace. */
public final class GraphManager {
    private final FtraceOps ops = FtraceOps.builder("graph_ops")
            .func("ftrace_graph_func")
            .flags(OpsFlag.PID)
            .callback((ip, parentIp, manager, regs) -> {})
            .build();

    /** Makes a manager that nobody uses yet. */
    public GraphManager() {}

    Registration register(Ftrace ftrace, FtraceOps user) {
        return ftrace.registerSubOps(ops, user);
    }
}
