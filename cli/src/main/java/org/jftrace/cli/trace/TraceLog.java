package org.jftrace.cli.trace;

import java.util.Locale;
import java.util.function.Supplier;
import org.jftrace.FtraceCallback;
import org.jftrace.FtraceOps;
import org.jftrace.FtraceRegs;
import org.jftrace.cli.guest.Symbolizer;
import org.jftrace.spi.GuestCpu;

/** Prints a line for each traced call, as the kernel's function tracer does, and counts the calls. */
final class TraceLog implements FtraceCallback {
    private final Screen screen;
    private final CallCounts counts;
    private final Symbolizer symbolizer;
    private final Clock.Source clock;
    private final Supplier<GuestCpu> currentCpu;
    private final int arguments;
    private final long limit;
    private long printed;

    TraceLog(
            Screen screen,
            CallCounts counts,
            Symbolizer symbolizer,
            Clock.Source clock,
            Supplier<GuestCpu> currentCpu,
            Format format) {
        this.screen = screen;
        this.counts = counts;
        this.symbolizer = symbolizer;
        this.clock = clock;
        this.currentCpu = currentCpu;
        this.arguments = format.arguments();
        this.limit = format.limit();
    }

    /**
     * How much is printed.
     *
     * @param arguments how many of each call
     * @param limit how many calls; the others are only counted
     */
    record Format(int arguments, long limit) {}

    /** Prints the heading of the columns. */
    void heading() {
        screen.trace(String.format(Locale.ROOT, "#%15s  CPU  %12s  FUNCTION", "TASK-PID", "TIME"));
    }

    @Override
    public void call(long ip, long parentIp, FtraceOps ops, FtraceRegs regs) {
        String function = counts.count(ip);
        GuestCpu cpu = currentCpu.get();
        StringBuilder line = new StringBuilder(120);
        line.append(function).append('(');
        for (int i = 0; i < arguments; i++) {
            line.append(i == 0 ? "" : ", ").append(Symbolizer.hex(regs.argument(i)));
        }
        line.append(") <- ").append(symbolizer.name(parentIp));
        print(cpu, line);
    }

    /** Takes the time and prints in one step, so that lines are in the order of their time stamps. */
    private synchronized void print(GuestCpu cpu, CharSequence what) {
        if (printed == limit) {
            return;
        }
        printed++;
        String task = cpu.task().comm() + "-" + cpu.task().id();
        screen.trace(String.format(Locale.ROOT, "%16s [%03d] %s: %s", task, cpu.id(), clock.now(), what));
    }
}
