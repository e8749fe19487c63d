package org.jftrace.tracefs.tracer;

import java.util.List;
import java.util.function.LongSupplier;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.Registration;
import org.jftrace.TaskFilter;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;
import org.jspecify.annotations.Nullable;

/**
 * A tracer with its buffers and options: what an instance's directory stands for; the kernel's {@code struct trace_array}.
 * Safe for use by several threads.
 *
 * <p>{@link #setTracing}, {@link #traceStack}, {@link #dump} and {@link #snapshot} may be called from within callbacks: they
 * take no lock that is held while callbacks are waited for.
 */
public final class TraceArray implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TraceArray.class.getName());
    private static final long BOOT = System.nanoTime();

    private final String name;
    private final Buffers buffers;
    private final FunctionTracer functions;
    private final GraphTracer graph;
    private final TraceOptions options;
    private final Texts texts;

    /** Held while the tracer is changed, and so while callbacks are waited for. */
    private final Object lock = new Object();

    private Filter filter = Filter.all();
    private TaskFilter tasks = TaskFilter.all();
    private @Nullable Registration registration;
    private volatile String tracer = "nop";

    /**
     * Makes the nop tracer, which follows all calls, with the time since this class was loaded.
     *
     * @param machine what is traced
     * @param ftrace on that machine
     * @param name empty for the top instance
     */
    public TraceArray(Machine machine, Ftrace ftrace, String name) {
        this(machine, ftrace, name, GraphScope.ALL, () -> System.nanoTime() - BOOT);
    }

    /**
     * Makes the nop tracer.
     *
     * @param machine what is traced
     * @param ftrace on that machine
     * @param name empty for the top instance
     * @param scope which calls function_graph follows
     * @param time in nanoseconds; asked by every CPU on each traced call, so it must allocate nothing
     */
    public TraceArray(Machine machine, Ftrace ftrace, String name, GraphScope scope, LongSupplier time) {
        this.name = name;
        buffers = new Buffers(machine.maxCpus(), time, !name.isEmpty());
        functions = new FunctionTracer(ftrace, name, buffers);
        graph = new GraphTracer(ftrace, scope, name, buffers, functions::records);
        options = new TraceOptions(name.isEmpty(), lock, (option, on) -> changed(option, on != 0));
        texts = new Texts(machine, ftrace, buffers, options);
    }

    private void changed(String option, boolean on) {
        switch (option) {
            case "overwrite" -> buffers.setOverwrites(on);
            case "record-cmd" -> buffers.setNamesTasks(on);
            case "funcgraph-irqs" -> graph.setInInterrupts(on);
            case "sleep-time" -> graph.setSleepTime(on);
            case "func_stack_trace" -> restartFunction(on, options.get("func-no-repeats"));
            case "func-no-repeats" -> restartFunction(options.get("func_stack_trace"), on);
            default -> {
                // The others are asked for when they matter.
            }
        }
    }

    private void restartFunction(boolean stacks, boolean withoutRepeats) {
        if (tracer.equals("function")) {
            stop();
            start("function", stacks, withoutRepeats);
        }
    }

    /**
     * Returns the name.
     *
     * @return empty for the top instance
     */
    public String name() {
        return name;
    }

    /**
     * Chooses what is traced. In force at once if a tracer runs, else remembered.
     *
     * @param functions replaces what was chosen before
     * @throws FtraceException as {@link Registration#setFilter}; nothing changed then
     */
    public void setFilter(Filter functions) {
        synchronized (lock) {
            if (registration != null) {
                registration.setFilter(functions);
            }
            filter = functions;
        }
    }

    /**
     * Chooses which tasks are traced. In force at once if a tracer runs, else remembered.
     *
     * @param chosen replaces what was chosen before
     */
    public void setTasks(TaskFilter chosen) {
        synchronized (lock) {
            if (registration != null) {
                registration.setTasks(chosen);
            }
            tasks = chosen;
        }
    }

    /**
     * Returns the current tracer; {@code current_tracer}.
     *
     * @return one of {@link #availableTracers()}
     */
    public String tracer() {
        return tracer;
    }

    /**
     * Returns the tracers; {@code available_tracers}.
     *
     * @return in the kernel's order
     */
    public List<String> availableTracers() {
        return List.of("function_graph", "function", "nop");
    }

    /**
     * Changes the tracer. Choosing another empties the buffer.
     *
     * @param chosen its name
     * @throws FtraceException {@link Errno#EINVAL} if there is no such tracer; as {@link Ftrace#register}, and then the
     *     tracer is nop
     */
    public void setTracer(String chosen) {
        synchronized (lock) {
            if (!availableTracers().contains(chosen)) {
                throw new FtraceException(Errno.EINVAL, "no tracer is called " + chosen);
            }
            buffers.expand();
            if (chosen.equals(tracer)) {
                return;
            }
            stop();
            buffers.clear();
            start(chosen, options.get("func_stack_trace"), options.get("func-no-repeats"));
        }
    }

    private void stop() {
        Registration running = registration;
        if (running != null) {
            running.close();
        }
        registration = null;
        tracer = "nop";
    }

    private void start(String chosen, boolean stacks, boolean withoutRepeats) {
        Registration started = switch (chosen) {
            case "function" -> functions.function(filter, stacks, withoutRepeats);
            case "function_graph" -> graph.register(filter);
            default -> null;
        };
        registration = started;
        tracer = chosen;
        if (started != null && (tasks.asksForTask() || tasks != TaskFilter.all())) {
            started.setTasks(tasks);
        }
    }

    /**
     * Tells whether entries are recorded; {@code tracing_on}.
     *
     * @return true unless it was switched off
     */
    public boolean isTracing() {
        return functions.tracing();
    }

    /**
     * Switches recording on or off. The tracer stays.
     *
     * @param on false for nothing to be recorded from now on
     */
    public void setTracing(boolean on) {
        functions.setTracing(on);
    }

    /**
     * Returns the options.
     *
     * @return always the same object
     */
    public TraceOptions options() {
        return options;
    }

    /**
     * Returns the size of a CPU's buffer.
     *
     * @return what {@link #setBufferSizeKb} was told, rounded up as the kernel does it; 7 until a tracer is chosen
     */
    public long bufferSizeKb() {
        return buffers.kilobytes();
    }

    /**
     * Says the size of a CPU's buffer as {@code buffer_size_kb} does, and what it will be once a tracer is chosen.
     *
     * @return a line
     */
    public String bufferSizeText() {
        return buffers.sizeText();
    }

    /**
     * Changes the size of every CPU's buffer. What was written stays.
     *
     * @param kilobytes at least 1
     * @throws FtraceException {@link Errno#EINVAL} if it is less, {@link Errno#ENOMEM} if it is too much
     */
    public void setBufferSizeKb(long kilobytes) {
        if (kilobytes <= 0) {
            throw new FtraceException(Errno.EINVAL, "a buffer of " + kilobytes + " KiB, must be at least 1");
        }
        if (kilobytes > Long.MAX_VALUE >> 11) {
            throw new FtraceException(Errno.ENOMEM, "a buffer of " + kilobytes + " KiB");
        }
        buffers.resize(kilobytes << 10);
    }

    /**
     * Names the clocks; {@code trace_clock}.
     *
     * @return a line, with brackets around the one in use
     */
    public String clocks() {
        return buffers.live().clock().list();
    }

    /**
     * Changes the clock, and empties the buffer.
     *
     * @param chosen its name
     * @throws FtraceException {@link Errno#EINVAL} if there is no such clock
     */
    public void setClock(String chosen) {
        buffers.setClock(Clock.named(chosen));
    }

    /**
     * Prints what the buffer holds, and consumes nothing; {@code trace}.
     *
     * @return a character a byte, in the options' layout
     */
    public String trace() {
        return texts.trace(tracer);
    }

    /**
     * Records nothing while somebody reads, if the option {@code pause-on-trace} is on.
     *
     * @return to be run when they are done
     */
    public Runnable pauseIfAsked() {
        return options.get("pause-on-trace") ? functions.pause() : () -> {};
    }

    /** Empties the buffer; opening {@code trace} with {@code O_TRUNC}. */
    public void clearTrace() {
        buffers.clear();
    }

    /**
     * Consumes what the buffer holds; {@code trace_pipe}. Does not wait.
     *
     * @param most at least 1
     * @return up to so many bytes; none if nothing was written
     */
    public byte[] readPipe(int most) {
        return texts.consume(tracer, most);
    }

    /**
     * Records where a CPU is, and how it came there.
     *
     * @param cpu whose callback the calling thread runs
     * @throws IllegalStateException if it runs none
     */
    public void traceStack(GuestCpu cpu) {
        if (functions.records()) {
            functions.recordStack(cpu);
        }
    }

    /** Switches recording off, and prints and consumes the buffer to the log; {@code ftrace_dump}. */
    public void dump() {
        setTracing(false);
        LOG.log(System.Logger.Level.WARNING, texts.dump(tracer));
    }

    /** Swaps the buffer with that of the snapshot, which is made if there is none. */
    public void snapshot() {
        buffers.swap();
    }

    /** Empties the buffer of the snapshot, if there is one. */
    public void clearSnapshot() {
        buffers.clearSpare();
    }

    /** Empties the buffer of the snapshot and gives it back. */
    public void freeSnapshot() {
        buffers.freeSpare();
    }

    /**
     * Prints the snapshot; {@code snapshot}.
     *
     * @return as {@link #trace()}; without a snapshot, how to take one
     */
    public String snapshotText() {
        return texts.snapshot(tracer);
    }

    /** Ends the tracer. */
    @Override
    public void close() {
        synchronized (lock) {
            stop();
        }
    }
}
