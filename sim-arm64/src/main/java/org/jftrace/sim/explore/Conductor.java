package org.jftrace.sim.explore;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jftrace.sim.adversary.AdversaryCpu;
import org.jftrace.sim.adversary.AdversaryMachine;
import org.jftrace.sim.adversary.Pacer;
import org.jftrace.sim.adversary.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Runs one schedule. The host whose turn it is conducts at its next operation: it steps CPUs itself, on its own stack, and
 * returns when it is to go on. Only for the other host it hands over to another thread. Hosts run code with locks, so one that
 * was told to go on may find itself waiting for the one that told it; that one sees it, and conducts again.
 */
final class Conductor implements Pacer {
    private static final int MOST_STEPS = 20_000;
    private static final int NOBODY = -1;
    private static final int A_CPU = -2;

    private final Stage stage;
    private final AdversaryMachine machine;
    private final List<AdversaryCpu> cpus;
    private final List<Host> hosts;
    private final Executor threads;
    private final Chooser chooser;
    private final @Nullable List<String> trace;
    private final LongSupplier hash = this::hash;
    private final Baton baton = new Baton();
    private final int[] options;
    private @Nullable Violation violation;
    private boolean abandoned;
    private long steps;

    /** Decides what happens next. */
    interface Chooser {
        /**
         * Chooses.
         *
         * @param options how many there are, at least 2
         * @param hash of the state
         * @return 0 to {@code options} - 1, or -1 if nothing new can come
         */
        int choose(int options, LongSupplier hash);
    }

    Conductor(Stage stage, Chooser chooser, Executor threads, @Nullable List<String> trace) {
        this.stage = stage;
        this.machine = stage.made();
        this.cpus = machine.cpus();
        this.hosts = stage.hosts();
        this.threads = threads;
        this.chooser = chooser;
        this.trace = trace;
        this.options = new int[cpus.size()];
    }

    /** Runs all parties to their end, the first host on this thread. */
    void run() {
        machine.start(this);
        if (hosts.isEmpty()) {
            conduct(null);
        } else {
            Host first = hosts.get(0);
            first.thread = Thread.currentThread();
            baton.giveTo(first);
            perform(first);
            baton.awaitEnd();
        }
        if (!abandoned) {
            checkEnd();
        }
    }

    private void checkEnd() {
        try {
            stage.checkEnd();
        } catch (Violation atEnd) {
            violated(atEnd);
        }
    }

    @Nullable
    Violation violation() {
        return violation;
    }

    long steps() {
        return steps;
    }

    private void perform(Host host) {
        try {
            pace(host, Operation.PAUSE, 0, null);
            host.program.run();
        } catch (Violation found) {
            violated(found);
        } catch (RuntimeException | Error thrown) {
            violated(new Violation(host.name + " threw", thrown));
        }
        host.state = Host.State.FINISHED;
        if (baton.isHeldBy(host)) {
            conduct(host);
        }
    }

    @Override
    public void enter() {
        if (hosts.size() > 1) {
            Host host = current();
            if (!baton.isHeldBy(host)) {
                pace(host, Operation.PAUSE, 0, null);
            }
        }
    }

    @Override
    public void before(Operation operation, long address) {
        if (hosts.size() > 1 || (operation != Operation.READ && operation != Operation.ALLOCATE)) {
            pace(current(), operation, address, null);
        }
    }

    @Override
    public void await(Operation operation, BooleanSupplier done) {
        pace(current(), operation, 0, done);
    }

    @Override
    public void observed(long value) {
        Host host = current();
        host.history = mix(host.history, value);
    }

    @Override
    public void violated(Violation found) {
        if (violation == null && !abandoned) {
            violation = found;
        }
        abandoned = true;
    }

    private Host current() {
        Thread self = Thread.currentThread();
        for (int i = 0; i < hosts.size(); i++) {
            if (hosts.get(i).thread == self) {
                return hosts.get(i);
            }
        }
        throw new IllegalStateException(self + " is no party");
    }

    /** Returns when it is the host's turn. */
    private void pace(Host host, Operation operation, long address, @Nullable BooleanSupplier condition) {
        host.history = mix(host.history, address + (condition == null ? 0 : 1));
        boolean conducts = baton.isHeldBy(host);
        host.arrive(operation, address, condition);
        if (conducts) {
            conduct(host);
        } else {
            baton.await(host);
        }
        host.state = Host.State.RUNNING;
        steps++;
    }

    /** Lets parties go on until it is the turn of the host on this thread. */
    private void conduct(@Nullable Host self) {
        while (true) {
            for (Host host : hosts) {
                if (host != self && host.thread != null) {
                    baton.settle(host);
                }
            }
            int chosen = abandoned ? NOBODY : chooseParty();
            if (abandoned) {
                chosen = hostToFinish(self);
            }
            if (chosen == NOBODY) {
                baton.end();
                return;
            }
            if (chosen >= 0 && (hosts.get(chosen) == self || goesOnAfter(hosts.get(chosen), self))) {
                return;
            }
        }
    }

    /** In a schedule that is given up hosts run to their end one after the other, so that locks are free again. */
    private int hostToFinish(@Nullable Host self) {
        if (self != null && self.state == Host.State.READY) {
            return self.number;
        }
        for (Host host : hosts) {
            if (host.state == Host.State.READY) {
                return host.number;
            }
        }
        return NOBODY;
    }

    /**
     * Lets the other host go on; false if it came to a lock, so that we conduct again. Who has done all does not come back: the
     * other one conducts from now on.
     */
    private boolean goesOnAfter(Host other, @Nullable Host self) {
        boolean starts = other.thread == null;
        baton.giveTo(other);
        if (starts) {
            threads.execute(() -> {
                other.thread = Thread.currentThread();
                perform(other);
            });
        }
        if (self != null) {
            baton.watch(self, other);
        }
        return !other.blocked;
    }

    /** Lets a CPU take a step, or says which host is to. */
    private int chooseParty() {
        try {
            runLocalSteps();
            int total = countOptions();
            if (total == 0) {
                requireDone();
                return NOBODY;
            }
            int choice = total == 1 ? 0 : chooser.choose(total, hash);
            if (choice < 0) {
                abandoned = true;
                return NOBODY;
            }
            return perform(choice);
        } catch (Violation found) {
            violated(found);
            return NOBODY;
        } catch (RuntimeException unexpected) {
            violated(new Violation("the search", unexpected)); // whoever conducts has to bring all to an end
            return NOBODY;
        }
    }

    private void runLocalSteps() {
        for (int i = 0; i < cpus.size(); i++) {
            AdversaryCpu cpu = cpus.get(i);
            while (cpu.isLocal()) {
                if (steps > MOST_STEPS) {
                    throw new Violation(cpu + " goes on for ever");
                }
                note(cpu, 0, 1);
                cpu.step(0);
            }
        }
        if (steps > MOST_STEPS) {
            throw new Violation("there is no end after " + steps + " steps");
        }
    }

    private int countOptions() {
        int total = 0;
        for (int i = 0; i < cpus.size(); i++) {
            AdversaryCpu cpu = cpus.get(i);
            options[i] = cpu.options() + (cpu.owesInterrupt() ? 1 : 0);
            total += options[i];
        }
        for (int i = 0; i < hosts.size(); i++) {
            total += hosts.get(i).canGoOn() ? 1 : 0;
        }
        return total;
    }

    private int perform(int choice) {
        int left = choice;
        for (int i = 0; i < cpus.size(); i++) {
            if (left < options[i]) {
                step(cpus.get(i), left, options[i]);
                return A_CPU;
            }
            left -= options[i];
        }
        for (Host host : hosts) {
            if (host.canGoOn() && left-- == 0) {
                if (trace != null) {
                    trace.add(host.toString());
                }
                return host.number;
            }
        }
        throw new IllegalStateException("there is no choice " + choice);
    }

    private void step(AdversaryCpu cpu, int option, int of) {
        if (cpu.owesInterrupt() && option == of - 1) {
            steps++;
            if (trace != null) {
                trace.add("cpu " + cpu.id() + ": takes an interrupt");
            }
            cpu.interrupt();
        } else {
            note(cpu, option, of);
            cpu.step(option);
        }
    }

    private void note(AdversaryCpu cpu, int option, int of) {
        steps++;
        if (trace != null) {
            trace.add(cpu.describe() + (of < 2 ? "" : ", way " + option + " of " + of));
        }
    }

    private void requireDone() {
        for (AdversaryCpu cpu : cpus) {
            if (!cpu.isDone()) {
                throw new Violation(cpu + " waits for ever");
            }
        }
        for (Host host : hosts) {
            if (host.state != Host.State.FINISHED) {
                throw new Violation(host + " waits for ever");
            }
        }
    }

    private long hash() {
        long result = mix(machine.hash(), stage.stateNow());
        for (Host host : hosts) {
            result = mix(result, host.history);
            result = mix(result, host.state == Host.State.FINISHED ? 2 : host.blocked ? 1 : 0);
        }
        return result;
    }

    private static long mix(long hash, long value) {
        long z = (hash ^ value) * 0x9e37_79b9_7f4a_7c15L + 1;
        z = (z ^ z >>> 32) * 0xd6e8_feb8_6659_fd93L;
        return z ^ z >>> 32;
    }
}
