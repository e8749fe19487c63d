package org.jftrace.cli.explore.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jftrace.Filter;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.adversary.AdversaryCpu;
import org.jftrace.sim.adversary.AdversaryMachine;
import org.jftrace.sim.adversary.GuestImage;
import org.jftrace.sim.adversary.Violation;
import org.jftrace.sim.explore.Stage;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.ArchPort;

/** The real core on the adversarial machine, CPUs that call functions, and tracers that are watched. */
final class CoreStage implements AdversaryCpu.CallObserver {
    static final long TEXT = 0xffff_8000_1000_0000L;
    private static final int HEAP = 4096;

    final Stage stage;
    final AdversaryMachine machine;
    final Machine asTheCoreSeesIt;
    final ArchPort port;
    final FtraceCore ftrace;
    private final List<Traced> tracers = new ArrayList<>();
    private long bytesAtRest;
    private int gatesAtRest;
    private BooleanSupplier condition = () -> true;

    CoreStage(Stage stage, Embedding embedding, int cpus, GuestImage main, GuestImage... modules) {
        this.stage = stage;
        this.machine = stage.machine(cpus, HEAP, main, modules);
        this.asTheCoreSeesIt = embedding.machine(machine);
        this.port = embedding.port(Arm64Port.on(asTheCoreSeesIt), asTheCoreSeesIt);
        this.ftrace = FtraceCore.open(asTheCoreSeesIt, port);
        stage.state(this::state);
    }

    /** A program with one function that has a literal, or has none. */
    static GuestImage oneFunction(boolean literal) {
        return new GuestImage("", TEXT).function(literal);
    }

    /** Remembers what is allocated; at the end it is to be the same. */
    CoreStage atRest() {
        bytesAtRest = machine.allocatedBytes();
        gatesAtRest = machine.mappedGates();
        stage.atEnd(() -> {
            if (machine.allocatedBytes() != bytesAtRest || machine.mappedGates() != gatesAtRest) {
                throw new Violation((machine.allocatedBytes() - bytesAtRest) + " bytes and "
                        + (machine.mappedGates() - gatesAtRest) + " gates are left over");
            }
        });
        return this;
    }

    /** The same, if something holds when a call would begin. */
    void everyCpuCallsIf(BooleanSupplier holds, long function) {
        condition = holds;
        everyCpuCalls(function);
    }

    @Override
    public boolean wants(int cpu, int call) {
        return condition.getAsBoolean();
    }

    /** Every CPU calls a function, as often as the bound says. */
    void everyCpuCalls(long function) {
        long[] calls = new long[stage.bound()];
        Arrays.fill(calls, function);
        machine.cpus().forEach(cpu -> cpu.willCall(this, calls));
    }

    Traced tracer(String name) {
        Traced tracer = new Traced(name, machine.cpus().size());
        tracers.add(tracer);
        return tracer;
    }

    /** A gate at which a tracer sees the CPU that calls it. */
    long gateOf(Traced tracer) {
        return machine.mapHostCall(cpu -> tracer.see(cpu.id()));
    }

    Registration register(Traced tracer, Filter filter) {
        tracer.mayBegin();
        Registration registration = ftrace.register(tracer.ops(filter));
        tracer.mustBegin();
        return registration;
    }

    void close(Traced tracer, AutoCloseable registration) {
        tracer.mustEnd();
        try {
            registration.close();
        } catch (RuntimeException refused) {
            throw refused;
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        }
        tracer.mayEnd();
    }

    @Override
    public void began(int cpu, int call) {
        tracers.forEach(tracer -> tracer.began(cpu));
    }

    @Override
    public void ended(int cpu, int call, long argument, long result) {
        if (result != argument + 1) {
            throw new Violation("cpu " + cpu + " gave " + argument + " and got " + result + ", not one more");
        }
        tracers.forEach(tracer -> tracer.ended(cpu));
    }

    private long state() {
        long state = (ftrace.bug().isPresent() ? 1L : 0L) + (condition.getAsBoolean() ? 2L : 0L);
        for (Traced tracer : tracers) {
            state = state * 0x9e37_79b9_7f4a_7c15L + tracer.state();
        }
        return state;
    }
}
