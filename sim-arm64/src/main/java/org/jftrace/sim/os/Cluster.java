package org.jftrace.sim.os;

import java.io.OutputStream;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jftrace.sim.cpu.CodeCache;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.exec.A64Predecoder;
import org.jftrace.sim.memory.GuestMemory;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.MachineClosedException;
import org.jspecify.annotations.Nullable;

/** The CPUs of one machine, the threads that run them, and how the program on them ends. */
public final class Cluster implements Kernel.Exits {
    private final String program;
    private final Rendezvous rendezvous = new Rendezvous();
    private final Processor[] processors;

    // All under the lock.
    private boolean started;
    private int alive;
    private @Nullable Integer groupStatus;
    private int leaderStatus;
    private @Nullable RuntimeException failure;
    private boolean stopped;
    private boolean cutShort;
    private @Nullable Integer statusOfCall;

    /**
     * What CPUs share.
     *
     * @param program its name
     * @param memory with the program
     * @param gates of the machine
     * @param stdout what the program writes to file descriptor 1
     * @param stderr and to 2
     * @param clock of the guest
     */
    public record Surroundings(
            String program,
            GuestMemory memory,
            GateTable gates,
            OutputStream stdout,
            OutputStream stderr,
            GuestClock clock) {}

    /**
     * Makes CPUs with a stack each.
     *
     * @param around what they share
     * @param cpus how many
     * @throws IllegalArgumentException if there is no room for the stacks
     */
    public Cluster(Surroundings around, int cpus) {
        program = around.program();
        processors = new Processor[cpus];
        Kernel kernel = new Kernel(around, processors, this);
        CodeCache code = new CodeCache(around.memory(), new A64Predecoder());
        around.memory().addCodeListener(code);
        for (int id = 0; id < cpus; id++) {
            Cpu cpu = new Cpu(id, code, kernel, new SimTask(1 + id, program));
            processors[id] = new Processor(cpu, Stack.map(around.memory(), id), rendezvous);
        }
    }

    /**
     * Puts a CPU where it will start.
     *
     * @param id of the CPU
     * @param pc its first instruction
     */
    public void prepare(int id, long pc) {
        Cpu cpu = processors[id].cpu();
        cpu.setPc(pc);
        cpu.setX(0, id);
        cpu.setSp(processors[id].stackStart());
    }

    /**
     * Returns a CPU.
     *
     * @param id 0 to the number of CPUs - 1
     * @return always the same object
     */
    public Cpu cpu(int id) {
        return processors[id].cpu();
    }

    /**
     * Returns how many CPUs there are.
     *
     * @return at least 1
     */
    public int size() {
        return processors.length;
    }

    /**
     * Starts the program, once.
     *
     * @param count how many CPUs take part
     * @param describe makes what {@link #join} throws of what a CPU threw
     * @throws IllegalStateException if it has been started, CPU 0 is in use, or all were stopped
     */
    public void start(int count, Function<Failure, RuntimeException> describe) {
        Thread[] threads = new Thread[count];
        for (int id = 0; id < count; id++) {
            Processor processor = processors[id];
            threads[id] = new Thread(() -> runProgram(processor, describe), program + "/cpu" + id);
            threads[id].setDaemon(true);
        }
        rendezvous.exclusively(() -> {
            if (started || stopped) {
                throw new IllegalStateException(
                        program + (stopped ? " has been stopped" : " has been started already"));
            }
            for (int id = 0; id < count; id++) {
                processors[id].take(threads[id]);
            }
            started = true;
            alive = count;
        });
        for (int id = 0; id < count; id++) {
            startThread(threads, id);
        }
    }

    /** If there is no room for another thread, the CPUs that run already are stopped, and the others never run. */
    private void startThread(Thread[] threads, int first) {
        try {
            threads[first].start();
        } catch (OutOfMemoryError e) {
            rendezvous.exclusively(() -> {
                cutShort = true;
                for (int id = first; id < threads.length; id++) {
                    processors[id].release(true);
                    alive--;
                }
                requestStops();
            });
            throw e;
        }
    }

    /**
     * What ended a run.
     *
     * @param cpu stands where it happened
     * @param thrown by the CPU or a host call
     */
    public record Failure(Cpu cpu, Throwable thrown) {}

    private void runProgram(Processor processor, Function<Failure, RuntimeException> describe) {
        try {
            processor.run();
        } catch (Throwable thrown) {
            RuntimeException described = describe.apply(new Failure(processor.cpu(), thrown));
            rendezvous.exclusively(() -> {
                if (failure == null && groupStatus == null && !stopped) {
                    failure = described;
                }
                requestStops();
            });
        } finally {
            rendezvous.exclusively(() -> {
                processor.release(true);
                alive--;
            });
        }
    }

    private void requestStops() {
        for (Processor processor : processors) {
            processor.requestStop();
        }
    }

    @Override
    public void exit(Processor processor, int status) {
        rendezvous.exclusively(() -> {
            if (alive == 0) {
                statusOfCall = status;
            } else if (processor.id() == 0) {
                leaderStatus = status;
            }
            processor.finish();
        });
    }

    @Override
    public void exitGroup(Processor processor, int status) {
        rendezvous.exclusively(() -> {
            if (alive == 0) {
                statusOfCall = status;
            } else if (groupStatus == null && failure == null && !stopped) {
                groupStatus = status;
            }
            processor.finish();
            requestStops();
        });
    }

    /**
     * Tells whether the program has been started and has not ended on all CPUs.
     *
     * @return false before and after
     */
    public boolean isRunning() {
        return rendezvous.holds(() -> alive > 0);
    }

    /**
     * Waits until the program has ended on all CPUs.
     *
     * @return its exit status, or empty if it was stopped
     */
    public @Nullable Integer join() {
        checkNotOwn("join");
        if (!rendezvous.holds(() -> started)) {
            throw new IllegalStateException(program + " has not been started");
        }
        rendezvous.await(() -> alive == 0);
        if (failure != null) {
            throw failure;
        }
        return groupStatus != null ? groupStatus : cutShort ? null : (Integer) leaderStatus;
    }

    private void checkNotOwn(String what) {
        for (Processor processor : processors) {
            if (processor.owner() == Thread.currentThread()) {
                throw new IllegalStateException(
                        what + " on the thread that runs cpu " + processor.id() + " of " + program);
            }
        }
    }

    /** See {@link org.jftrace.spi.Machine#synchronizeCpus}. */
    public void synchronizeCpus() {
        rendezvous.synchronizeCpus(processors);
    }

    /**
     * See {@link org.jftrace.spi.Machine#awaitQuiescence}.
     *
     * @param ranges to be left
     */
    public void awaitQuiescence(List<AddressRange> ranges) {
        rendezvous.awaitQuiescence(ranges, processors);
    }

    /** Stops all CPUs, and waits for those that the calling thread does not run itself. */
    public void stop() {
        Thread self = Thread.currentThread();
        rendezvous.exclusively(() -> {
            cutShort |= !stopped && alive > 0;
            stopped = true;
            for (Processor processor : processors) {
                if (processor.owner() == null) {
                    processor.release(true); // runs no more, so nobody must wait for it
                }
            }
            requestStops();
        });
        BooleanSupplier allStopped = () -> {
            for (Processor processor : processors) {
                Thread owner = processor.owner();
                if (owner != null && owner != self) {
                    return false;
                }
            }
            return true;
        };
        rendezvous.await(allStopped);
    }

    /**
     * Calls a function on CPU 0 and on the calling thread.
     *
     * @param function its address
     * @param arguments at most 8
     * @param describe makes what is thrown of what the CPU or a host call threw
     * @return x0
     * @throws IllegalStateException if the CPU is in use, all were stopped, or the function ended the program
     */
    public long call(long function, long[] arguments, Function<Failure, RuntimeException> describe) {
        if (arguments.length > DirectCall.MOST_ARGUMENTS) {
            throw new IllegalArgumentException(
                    arguments.length + " arguments, at most " + DirectCall.MOST_ARGUMENTS + " go into registers");
        }
        Processor processor = takeFirst();
        DirectCall call = new DirectCall(processor);
        try {
            guard(processor, describe, () -> call.perform(function, arguments));
            checkStatus();
            if (!processor.hasReturned()) {
                throw new MachineClosedException(program + " was closed during the call");
            }
            return processor.cpu().x(0);
        } finally {
            call.restore();
            rendezvous.exclusively(() -> processor.release(stopped));
        }
    }

    /**
     * Executes one instruction, or one host call, on CPU 0 and on the calling thread.
     *
     * @param describe makes what is thrown of what the CPU or a host call threw
     * @throws IllegalStateException as {@link #call} does
     */
    public void step(Function<Failure, RuntimeException> describe) {
        Processor processor = takeFirst();
        try {
            guard(processor, describe, processor::step);
            checkStatus();
        } finally {
            rendezvous.exclusively(() -> processor.release(stopped));
        }
    }

    private Processor takeFirst() {
        Processor processor = processors[0];
        rendezvous.exclusively(() -> {
            if (stopped) {
                throw new MachineClosedException(program + " is closed: cpu 0 runs no more");
            }
            processor.take(Thread.currentThread());
            statusOfCall = null;
        });
        return processor;
    }

    private void checkStatus() {
        if (statusOfCall != null) {
            throw new IllegalStateException(program + " called exit(" + statusOfCall + ")");
        }
    }

    private static void guard(Processor processor, Function<Failure, RuntimeException> describe, Runnable action) {
        try {
            action.run();
        } catch (Throwable thrown) {
            throw describe.apply(new Failure(processor.cpu(), thrown));
        }
    }
}
