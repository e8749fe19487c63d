package org.jftrace.cli.compare.route;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.bpf.Bpf;
import org.jftrace.bpf.BpfPolicy;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.SimMachine;
import org.jftrace.sim.count.Counts;
import org.jftrace.sim.count.Tally;
import org.jftrace.sim.count.WatchedCpu;
import org.jftrace.spi.GuestCpu;

/** A machine of its own for one route and one workload. For one thread. */
public final class Bench implements AutoCloseable {
    private static final int MOST_STEPS = 1_000_000;

    final SimMachine machine;
    final Ftrace ftrace;
    final Loop loop;
    private final Arm64Port arch;
    private final int batch;
    /** How often a tracer was called. */
    private long hits;

    private Bench(SimMachine machine, Workload workload) {
        this.machine = machine;
        this.arch = Arm64Port.on(machine);
        this.ftrace = FtraceCore.open(machine, arch);
        this.loop = workload.build(machine, ftrace);
        this.batch = workload.batch();
    }

    /**
     * Sets one up.
     *
     * @param vfs the guest program vfs.elf
     * @param workload what is traced
     * @param route how
     * @return ready to be measured; to be closed
     * @throws IOException if the program cannot be loaded
     * @throws org.jftrace.FtraceException if the route is refused
     */
    public static Bench open(Path vfs, Workload workload, CallRoute route) throws IOException {
        SimMachine machine =
                SimMachine.builder(vfs).stdout(OutputStream.nullOutputStream()).build();
        try {
            Bench bench = new Bench(machine, workload);
            route.attach(bench);
            return bench;
        } catch (RuntimeException failed) {
            machine.close();
            throw failed;
        }
    }

    Filter traced() {
        return Filter.name(loop.function());
    }

    Bpf bpf() {
        BpfPolicy all = new BpfPolicy(name -> true, name -> true);
        return Bpf.open(ftrace, machine, arch, all);
    }

    /** Called by each tracer. */
    void hit() {
        hits++;
    }

    /**
     * Counts the second turn of three, instruction by instruction.
     *
     * @param expectedHits how often tracers must be called in it
     * @return what it took
     * @throws IllegalStateException if they were called more or less often
     */
    public Counts countTurn(int expectedHits) {
        GuestCpu cpu = machine.cpu(0);
        long[] arguments = loop.argumentsFor(3);
        for (int n = 0; n < arguments.length; n++) {
            cpu.setX(n, arguments[n]);
        }
        cpu.setPc(loop.start());
        new WatchedCpu(machine).stepUntil(loop.head(), MOST_STEPS, new Tally());
        WatchedCpu watched = new WatchedCpu(machine);
        watched.stepUntil(loop.head(), MOST_STEPS, new Tally());
        long before = hits;
        Tally turn = new Tally();
        watched.stepUntil(loop.head(), MOST_STEPS, turn);
        if (hits - before != expectedHits) {
            throw new IllegalStateException("tracers of " + loop.function() + " were called " + (hits - before)
                    + " times, not " + expectedHits);
        }
        return turn.counts();
    }

    /** Makes as many turns as take long enough to be timed. */
    public int runBatch() {
        machine.call(loop.start(), loop.argumentsFor(batch));
        return batch;
    }

    /** CPU 0 may stand in the middle of a traced call, so nothing is detached. */
    @Override
    public void close() {
        machine.close();
    }
}
