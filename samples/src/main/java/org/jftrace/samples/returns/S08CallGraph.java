package org.jftrace.samples.returns;

import java.io.IOException;
import java.io.PrintStream;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.graph.GraphOps;
import org.jftrace.samples.Programs;
import org.jftrace.sim.SimMachine;

/**
 * A call graph with durations. A user of function graph sees each call twice, with its depth. Here the depth makes the
 * indentation, and a word of data the clock: the instructions that the CPU has executed, so that the picture is the same on
 * every run. The tracer's own instructions, about fifty a call, are among them.
 *
 * <p>Sixteen users can watch at once; all share one hook of the return.
 */
public final class S08CallGraph {
    private S08CallGraph() {}

    /**
     * Runs the sample.
     *
     * @param args are not looked at
     * @throws IOException if the program cannot be read
     */
    public static void main(String[] args) throws IOException {
        run(System.out);
    }

    /**
     * Runs the sample.
     *
     * @param out gets what it prints
     * @throws IOException if the program cannot be read
     */
    public static void run(PrintStream out) throws IOException {
        try (SimMachine machine = Programs.load("vfs.elf");
                Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            Filter filter = Filter.glob("vfs_*", "ramfs_*").except("ramfs_w*", "ramfs_n*");
            ftrace.graphs()
                    .register(GraphOps.builder("tree")
                            .filter(filter)
                            .data(1)
                            .handlers(
                                    (call, regs) -> {
                                        call.data()[0] = machine.instructions();
                                        out.println("  ".repeat(call.depth()) + name(ftrace, call.ip()) + " {");
                                        return true;
                                    },
                                    (call, regs) -> out.println("  ".repeat(call.depth()) + "} "
                                            + (machine.instructions() - call.data()[0]) + " instructions")));
            machine.call("mount_all");
        }
    }

    private static String name(Ftrace ftrace, long ip) {
        return ftrace.site(ip).orElseThrow().function();
    }
}
