package org.jftrace.tracefs.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.FtraceRegs;
import org.jftrace.Registration;
import org.jftrace.graph.GraphCall;
import org.jftrace.graph.GraphOps;
import org.jftrace.returns.ReturnRegs;
import org.jftrace.spi.GuestTask;
import org.jftrace.spi.TaskLocal;
import org.jftrace.tracefs.print.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The function profiler; {@code function_profile_enabled} and {@code trace_stat}. One more user of function graph, with the
 * filter of the top instance. Safe for use by several threads; traced calls take no lock.
 */
public final class FunctionProfiler implements AutoCloseable {
    /** Room for functions of modules that come later, a part of those that are there. */
    private static final int SPARE = 4;

    private static final int BEGUN = 0;
    private static final int SLEPT = 1;

    private final Ftrace ftrace;
    private final LongSupplier time;
    private final TaskLocal<OpenCalls> open = new TaskLocal<>(OpenCalls::new);
    private volatile CpuProfile[] cpus;
    private volatile boolean graphTime = true;
    private volatile boolean sleepTime = true;
    private Filter filter = Filter.all();
    private volatile @Nullable Registration registration;

    /**
     * Makes the profiler, switched off.
     *
     * @param ftrace whose functions are profiled
     * @param cpus how many there are
     * @param time in nanoseconds; asked twice for each call, so it must allocate nothing
     */
    public FunctionProfiler(Ftrace ftrace, int cpus, LongSupplier time) {
        this.ftrace = ftrace;
        this.time = time;
        this.cpus = empty(cpus, 0);
    }

    private static CpuProfile[] empty(int cpus, int functions) {
        CpuProfile[] made = new CpuProfile[cpus];
        Arrays.setAll(made, cpu -> new CpuProfile(functions));
        return made;
    }

    /**
     * Tells whether it is on.
     *
     * @return false at first
     */
    public boolean isEnabled() {
        return registration != null;
    }

    /**
     * Switches it on or off. Switched on it begins anew; switched off it keeps what it has. Waits for calls under way, so not to
     * be called from within a callback.
     *
     * @param enable what it will be
     * @throws FtraceException as {@link org.jftrace.graph.Graphs#register}; then it is as it was
     */
    public synchronized void setEnabled(boolean enable) {
        Registration running = registration;
        if (enable && running == null) {
            int functions = ftrace.sites().size();
            cpus = empty(cpus.length, functions + functions / SPARE);
            registration = ftrace.graphs()
                    .register(GraphOps.builder("function_profile")
                            .filter(filter)
                            .data(2)
                            .handlers(this::onEntry, this::onReturn));
        } else if (!enable && running != null) {
            running.close();
            registration = null;
        }
    }

    /**
     * Chooses what is profiled. In force at once if it is on, else remembered.
     *
     * @param functions replaces what was chosen before
     * @return what was chosen before
     * @throws FtraceException as {@link Registration#setFilter}; nothing changed then
     */
    public synchronized Filter setFilter(Filter functions) {
        Registration running = registration;
        if (running != null) {
            running.setFilter(functions);
        }
        Filter before = filter;
        filter = functions;
        return before;
    }

    /**
     * Tells whose time a function's is; the option {@code graph-time}.
     *
     * @param included true for that of its profiled callees too
     */
    public void setGraphTime(boolean included) {
        graphTime = included;
    }

    /**
     * Tells whether time counts that a task was off its CPU; the option {@code sleep-time}.
     *
     * @param included true if it does
     */
    public void setSleepTime(boolean included) {
        sleepTime = included;
    }

    private boolean onEntry(GraphCall call, FtraceRegs regs) {
        GuestTask task = call.cpu().task();
        cpus[call.cpu().id()].hit(call.ip());
        open.of(task).begin(call.depth());
        call.data()[SLEPT] = task.sleptNanoseconds();
        call.data()[BEGUN] = time.getAsLong();
        return true;
    }

    private void onReturn(GraphCall call, ReturnRegs regs) {
        GuestTask task = call.cpu().task();
        long taken = time.getAsLong() - call.data()[BEGUN];
        if (!sleepTime) {
            taken -= task.sleptNanoseconds() - call.data()[SLEPT];
        }
        long alone = open.of(task).end(call.depth(), taken);
        cpus[call.cpu().id()].took(call.ip(), graphTime ? taken : alone);
    }

    /**
     * Prints what a CPU counted; {@code trace_stat/function0} and so on.
     *
     * @param cpu its number
     * @return a line for each function that was called, the longest first; of equals the one called last first
     */
    public String text(int cpu) {
        return table(cpus[cpu].rows());
    }

    /**
     * Prints what all CPUs counted together.
     *
     * @return as {@link #text(int)}
     */
    public String text() {
        Map<Long, CpuProfile.Row> sums = new LinkedHashMap<>();
        for (CpuProfile profile : cpus) {
            profile.rows().forEach(row -> sums.merge(row.ip(), row, CpuProfile.Row::plus));
        }
        return table(List.copyOf(sums.values()));
    }

    private String table(List<CpuProfile.Row> rows) {
        List<CpuProfile.Row> sorted = new ArrayList<>(rows);
        Collections.reverse(sorted);
        sorted.sort(Comparator.comparingLong(CpuProfile.Row::time).reversed());
        StringBuilder text = new StringBuilder();
        text.append("  Function                               Hit    Time            Avg             s^2\n");
        text.append("  --------                               ---    ----            ---             ---\n");
        sorted.forEach(row -> line(row, text));
        return text.toString();
    }

    private void line(CpuProfile.Row row, StringBuilder text) {
        String function = ftrace.site(row.ip()).map(site -> site.function()).orElse("0x" + Long.toHexString(row.ip()));
        text.append(String.format("  %-30.30s  %10d    ", function, row.hits()));
        Duration.print(row.time(), text);
        text.append("    ");
        Duration.print(row.time() / row.hits(), text);
        text.append("    ");
        Duration.print(variance(row), text);
        text.append('\n');
    }

    /** In thousandths of a square microsecond: n times the squares less the square of the sum, over n (n - 1). */
    private static long variance(CpuProfile.Row row) {
        double hits = row.hits();
        double square = (double) row.time() * row.time() / 1000;
        return row.hits() < 2 ? 0 : (long) Math.max(0, (hits * row.squares() - square) / (hits * (hits - 1)));
    }

    @Override
    public void close() {
        setEnabled(false);
    }
}
