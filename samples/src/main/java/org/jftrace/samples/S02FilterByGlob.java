package org.jftrace.samples;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.SimMachine;
import org.jftrace.site.CallSiteInfo;

/**
 * Which functions? A filter says so, with the kernel's globs, and is resolved to call sites when it is registered.
 *
 * <p>The tracer counts the calls of everything that begins with {@code vfs_}, save {@code vfs_read} and
 * {@code vfs_write}. When the program comes to {@code sched_demo} the callback itself changes the filter, while the
 * program runs: from then on only functions whose names end in {@code _task} are counted, and sites that the new filter
 * does not select are NOPs again. A filter that selects nothing is refused, and the one in force stays.
 */
public final class S02FilterByGlob {
    private S02FilterByGlob() {}

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
        Map<String, Integer> calls = new TreeMap<>();
        try (SimMachine machine = Programs.load("vfs.elf");
                Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            FtraceOps counter = FtraceOps.of(
                    "counter",
                    Filter.glob("vfs_*").except("vfs_read", "vfs_write"),
                    (ip, parentIp, ops, regs) -> calls.merge(functionAt(ftrace, ip), 1, Integer::sum));
            Registration registration = ftrace.register(counter);
            out.println("before: " + enabledSites(ftrace) + " sites");

            FtraceOps narrower = FtraceOps.of("narrower", Filter.name("sched_demo"), (ip, parentIp, ops, regs) -> {
                registration.setFilter(Filter.glob("*_task"));
                out.println("during: " + registration.filter() + ", " + enabledSites(ftrace) + " sites");
            });
            ftrace.register(narrower);
            machine.run();
        }
        calls.forEach((function, count) -> out.printf("%4d  %s%n", count, function));
    }

    private static String functionAt(Ftrace ftrace, long ip) {
        return ftrace.site(ip).orElseThrow().function();
    }

    private static long enabledSites(Ftrace ftrace) {
        return ftrace.sites().stream().filter(CallSiteInfo::enabled).count();
    }
}
