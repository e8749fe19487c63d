package org.jftrace.samples;

import java.io.IOException;
import java.io.PrintStream;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.SimMachine;
import org.jftrace.site.CallSiteInfo;

/**
 * Two tracers, one function. Tracers do not know of each other: each is called for the functions it asked for.
 *
 * <p>A call site carries the address of one ops. With one tracer it is that tracer's, and nothing else is looked at,
 * however many tracers there are elsewhere. With two it is the list's, which calls each tracer that wants this site, the newest first.
 * When one leaves, the site goes back to the other alone, and after the last it is a NOP once more.
 */
public final class S03TwoTracersOnOneFunction {
    private S03TwoTracersOnOneFunction() {}

    /**
     * Runs the sample.
     *
     * @param args are not looked at
     * @throws IOException if the program cannot be read
     */
    public static void main(String[] args) throws IOException {
        run(System.out);
    }

    static void run(PrintStream out) throws IOException {
        try (SimMachine machine = Programs.load("vfs.elf");
                Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            show(out, "nobody", ftrace);
            Registration first = ftrace.register(tracer("first", Filter.name("vfs_mkdir"), out));
            show(out, "first alone", ftrace);
            Registration second = ftrace.register(tracer("second", Filter.glob("vfs_m*"), out));
            show(out, "both", ftrace);

            machine.run();

            first.close();
            show(out, "second alone", ftrace);
            second.close();
            show(out, "nobody", ftrace);
        }
    }

    private static FtraceOps tracer(String name, Filter filter, PrintStream out) {
        int[] calls = new int[1];
        return FtraceOps.of(name, filter, (ip, parentIp, ops, regs) -> {
            calls[0]++;
            if (calls[0] <= 4) {
                out.println("    " + ops.name() + ": call " + calls[0] + " at 0x" + Long.toHexString(ip));
            }
        });
    }

    private static void show(PrintStream out, String when, Ftrace ftrace) {
        CallSiteInfo site = ftrace.sites().stream()
                .filter(candidate -> candidate.function().equals("vfs_mkdir"))
                .findFirst()
                .orElseThrow();
        out.printf("%-13s %d users %s, %s%n", when + ":", site.users(), site.tracers(), site.enabled() ? "BL" : "NOP");
    }
}
