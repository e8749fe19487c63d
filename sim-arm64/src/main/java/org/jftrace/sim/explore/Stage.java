package org.jftrace.sim.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jftrace.sim.adversary.AdversaryMachine;
import org.jftrace.sim.adversary.Bench;
import org.jftrace.sim.adversary.GuestImage;
import org.jftrace.sim.adversary.Violation;
import org.jspecify.annotations.Nullable;

/** What a scenario sets up for one schedule. */
public final class Stage {
    private final Bench bench;
    private final int bound;
    private final List<Host> hosts = new ArrayList<>();
    private @Nullable AdversaryMachine machine;
    private LongSupplier state = () -> 0;
    private Runnable end = () -> {};

    Stage(Bench bench, int bound) {
        this.bench = bench;
        this.bound = bound;
    }

    /**
     * Returns how large the scenario is to be.
     *
     * @return how many calls a CPU makes; at least 1
     */
    public int bound() {
        return bound;
    }

    /**
     * Makes the machine; once.
     *
     * @param cpus how many there are
     * @param heap bytes for handles and trampolines, a multiple of 16
     * @param main the program
     * @param modules text that is in memory and that nobody knows of yet
     * @return not started: what is done to it now has happened long ago
     */
    public AdversaryMachine machine(int cpus, int heap, GuestImage main, GuestImage... modules) {
        AdversaryMachine made = new AdversaryMachine(bench, cpus, heap, main, modules);
        machine = made;
        return made;
    }

    /**
     * Adds a host thread; two at most.
     *
     * @param name for traces
     * @param program what it does. What it throws is a violation
     */
    public void host(String name, Runnable program) {
        hosts.add(new Host(name, hosts.size(), program));
    }

    /**
     * Says what else decides what may happen: states in which it differs are told apart.
     *
     * @param of what callbacks have left behind on the Java side
     */
    public void state(LongSupplier of) {
        state = of;
    }

    /**
     * Says what is looked at when everybody is done.
     *
     * @param check throws a {@link Violation}
     */
    public void atEnd(Runnable check) {
        end = check;
    }

    AdversaryMachine made() {
        AdversaryMachine made = machine;
        if (made == null) {
            throw new IllegalStateException("the scenario made no machine");
        }
        return made;
    }

    List<Host> hosts() {
        return hosts;
    }

    long stateNow() {
        return state.getAsLong();
    }

    void checkEnd() {
        end.run();
    }
}
