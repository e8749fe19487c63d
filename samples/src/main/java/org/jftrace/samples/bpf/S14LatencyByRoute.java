package org.jftrace.samples.bpf;

import java.io.IOException;
import java.io.PrintStream;
import org.jftrace.Ftrace;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.bpf.AttachType;
import org.jftrace.bpf.Bpf;
import org.jftrace.bpf.BpfLink;
import org.jftrace.bpf.BpfPolicy;
import org.jftrace.bpf.BpfTarget;
import org.jftrace.bpf.Route;
import org.jftrace.core.FtraceCore;
import org.jftrace.samples.Programs;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.arch.image.FunctionModel;

/**
 * One latency, by both routes. A program before the function writes down the time and one behind it takes the difference;
 * how calls get to them is said when they are attached. By {@link Route#DIRECT} the call site branches to an image that calls
 * both programs and the function between them. By {@link Route#FPROBE} an fprobe brings the call, and rethook its return.
 *
 * <p>The clock is the instructions that the CPU has executed. So the latency has in it what each route does between the two
 * programs, and the whole call what it does around them too: that is the price of the route.
 */
public final class S14LatencyByRoute {
    private static final FunctionModel TWO = FunctionModel.ofLongs(2);

    private S14LatencyByRoute() {}

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
     * @param out gets the figures
     * @throws IOException if the program cannot be read
     */
    public static void run(PrintStream out) throws IOException {
        try (SimMachine machine = Programs.load("vfs.elf")) {
            Arm64Port arch = Arm64Port.on(machine);
            try (Ftrace ftrace = FtraceCore.open(machine, arch);
                    Bpf bpf = Bpf.open(ftrace, machine, arch, BpfPolicy.byName())) {
                out.println("untraced: " + call(machine) + " instructions a call");
                for (Route route : new Route[] {Route.DIRECT, Route.FPROBE}) {
                    measure(out, machine, bpf, route);
                }
                out.println("untraced: " + call(machine) + " instructions a call");
            }
        }
    }

    private static void measure(PrintStream out, SimMachine machine, Bpf bpf, Route route) {
        BpfTarget ackermann = BpfTarget.function("ackermann", TWO);
        long[] start = new long[1];
        long[] latency = new long[1];
        BpfLink before = bpf.attach(
                bpf.program("before", AttachType.FENTRY).load(context -> {
                    start[0] = machine.instructions();
                    return 0;
                }),
                ackermann,
                0,
                route);
        BpfLink after = bpf.attach(
                bpf.program("after", AttachType.FEXIT).load(context -> {
                    latency[0] = machine.instructions() - start[0];
                    return 0;
                }),
                ackermann,
                0,
                route);
        out.println(route + ": " + call(machine) + " instructions a call, " + latency[0] + " between the programs");
        after.close();
        before.close();
    }

    /** A call that does not call itself. */
    private static long call(SimMachine machine) {
        long before = machine.instructions();
        machine.call("ackermann", 0, 6);
        return machine.instructions() - before;
    }
}
