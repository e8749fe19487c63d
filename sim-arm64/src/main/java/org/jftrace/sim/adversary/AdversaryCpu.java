package org.jftrace.sim.adversary;

import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Slot;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.HostCall;

/**
 * A CPU that makes some calls of guest functions and takes a step when told to: it begins a call, fetches, executes what it has
 * fetched, lets a store become visible, performs a host call, or comes back.
 */
public final class AdversaryCpu {
    private static final int LR = 30;
    private static final int FIRST_SAVED = 19;

    private final AdversaryMachine machine;
    private final AdversaryMemory memory;
    private final Bench bench;
    private final Cpu cpu;
    private final Views views;
    private final StoreBuffer buffer;
    private final Pipeline pipeline;
    private long[] functions = {};
    private CallObserver observer = new CallObserver() {};
    private int call;
    private boolean running;
    private int interruptsOwed;
    private int interruptsTaken;

    /** Sees calls begin and come back. What is wrong it throws as a {@link Violation}. */
    public interface CallObserver {
        /**
         * Tells whether a CPU is to make its next call now, or never.
         *
         * @param cpu its number
         * @param call how many it has made, or not made, before
         * @return false if the call is left out
         */
        default boolean wants(int cpu, int call) {
            return true;
        }

        /**
         * A CPU is about to execute a function's first instruction.
         *
         * @param cpu its number
         * @param call how many it has made before
         */
        default void began(int cpu, int call) {}

        /**
         * A function has returned, with the stack and the callee's registers as they were.
         *
         * @param cpu its number
         * @param call how many it had made before
         * @param argument that it had given
         * @param result in x0
         */
        default void ended(int cpu, int call, long argument, long result) {}
    }

    AdversaryCpu(AdversaryMachine machine, AdversaryMemory memory, Bench bench, Bench.Place place) {
        this.machine = machine;
        this.memory = memory;
        this.bench = bench;
        this.cpu = place.cpu();
        this.views = place.views();
        this.buffer = place.buffer();
        this.pipeline = new Pipeline(memory, bench, place);
        setRegisters();
    }

    /**
     * Gives the CPU its work.
     *
     * @param by sees the calls
     * @param addresses of the functions that it calls one after the other
     */
    public void willCall(CallObserver by, long... addresses) {
        observer = by;
        functions = addresses.clone();
    }

    /**
     * Returns the number of the CPU.
     *
     * @return 0 and up
     */
    public int id() {
        return cpu.id();
    }

    Views views() {
        return views;
    }

    /**
     * Tells whether all is done.
     *
     * @return true after the last call has come back
     */
    public boolean isDone() {
        return !running && call == functions.length && buffer.count() == 0;
    }

    /**
     * Tells whether nobody can tell when the next step is taken.
     *
     * @return true if it may be taken at once
     */
    public boolean isLocal() {
        if (!running || buffer.count() > 0) {
            return false;
        }
        return pipeline.isLocal();
    }

    /**
     * Tells in how many ways the CPU can take its next step. The first is the way that lags behind the most.
     *
     * @return 0 if it is done
     */
    public int options() {
        return mainOptions() + buffer.candidates();
    }

    private int mainOptions() {
        if (!running) {
            return call < functions.length ? 1 : 0;
        }
        return pipeline.options();
    }

    /**
     * Takes a step.
     *
     * @param option 0 to {@link #options} - 1
     * @throws Violation if it goes wrong
     */
    public void step(int option) {
        int main = mainOptions();
        Instruction fetched = pipeline.next();
        if (option >= main) {
            pipeline.drain(buffer.candidate(option - main));
        } else if (!running) {
            begin();
        } else if (fetched != null) {
            pipeline.execute(fetched, option);
        } else if (cpu.pc() == AdversaryMachine.RETURN) {
            end();
        } else if (AdversaryMachine.isGate(cpu.pc())) {
            callHost();
        } else {
            pipeline.fetch(option);
        }
        machine.atBoundary(this);
    }

    private void begin() {
        if (!observer.wants(id(), call)) {
            finishCall();
            return;
        }
        setRegisters();
        cpu.setX(0, argument());
        cpu.setX(LR, AdversaryMachine.RETURN);
        cpu.setPc(functions[call]);
        running = true;
        observer.began(id(), call);
    }

    private long argument() {
        return 100L * (id() + 1) + 10L * call;
    }

    private void setRegisters() {
        for (int n = 0; n < LR; n++) {
            cpu.setX(n, 0x5a5a_0000L + n);
            views.registers[n] = 0;
        }
        cpu.setX(29, 0);
        cpu.setX(LR, 0);
        cpu.setSp(bench.stackTop(id()));
        cpu.setPc(0);
    }

    private void end() {
        if (cpu.sp() != bench.stackTop(id())) {
            throw new Violation(this + " came back with sp 0x" + Long.toHexString(cpu.sp()));
        }
        for (int n = FIRST_SAVED; n < LR; n++) {
            if (cpu.x(n) != (n == 29 ? 0 : 0x5a5a_0000L + n)) {
                throw new Violation(this + " came back with x" + n + " 0x" + Long.toHexString(cpu.x(n)));
            }
        }
        long argument = argument();
        long result = cpu.x(0);
        setRegisters();
        running = false;
        if (owesInterrupt()) {
            interrupt();
        }
        observer.ended(id(), call, argument, result);
        finishCall();
    }

    private void finishCall() {
        call++;
        if (call == functions.length) {
            views.knowAll(Integer.MAX_VALUE);
        }
    }

    private void callHost() {
        HostCall host = machine.gate(cpu.pc());
        if (host == null) {
            throw new Violation(this + " calls a gate that was taken back");
        }
        pipeline.drainAll();
        machine.callHost(host, cpu);
        cpu.setPc(cpu.x(LR));
        views.knowAll(memory.now());
    }

    /** Asks for an interrupt; a CPU that executes nothing takes it at once. */
    void askInterrupt(int number) {
        interruptsOwed = number;
        if (!running) {
            interrupt();
        }
    }

    boolean hasTaken(int number) {
        return interruptsTaken >= number;
    }

    /**
     * Tells whether an interrupt is pending, which the CPU may take now or later.
     *
     * @return true until {@link #interrupt}
     */
    public boolean owesInterrupt() {
        return interruptsTaken < interruptsOwed;
    }

    /** Takes the interrupt that is pending: a context synchronisation event. What was fetched and not executed is fetched again. */
    public void interrupt() {
        pipeline.drainAll();
        interruptsTaken = interruptsOwed;
        pipeline.flush();
        if (!isDone()) {
            views.knowAll(memory.now());
        }
    }

    /** Whether the CPU is, or may come back to, where somebody waits for it to have left. */
    boolean touches(Iterable<AddressRange> ranges) {
        if (!running) {
            return false;
        }
        for (AddressRange range : ranges) {
            if (range.contains(cpu.pc()) || range.contains(cpu.x(LR))) {
                return true;
            }
            for (long at = cpu.sp(); at < bench.stackTop(id()); at += 8) {
                if (range.contains(bench.memory().read64(at))) {
                    return true;
                }
            }
        }
        return false;
    }

    long hash(long seed) {
        long hash = Bench.mix(seed, call, running ? interruptsOwed - interruptsTaken : -1);
        if (!running) {
            return buffer.hash(hash);
        }
        Instruction fetched = pipeline.next();
        hash = Bench.mix(hash, cpu.pc(), fetched == null ? 0 : fetched.word + 1L);
        for (int slot = 0; slot <= Slot.SP; slot++) {
            hash = Bench.stir(hash, cpu.read(slot));
        }
        hash = Bench.stir(hash, cpu.nzcv());
        for (long at = cpu.sp() & -8; at < bench.stackTop(id()); at += 8) {
            hash = Bench.stir(hash, cpu.data().read64(at));
        }
        return views.hash(buffer.hash(hash));
    }

    @Override
    public String toString() {
        return "cpu " + id() + " at 0x" + Long.toHexString(cpu.pc());
    }

    /**
     * Says what comes next.
     *
     * @return for a trace
     */
    public String describe() {
        Instruction fetched = pipeline.next();
        if (!running) {
            return "cpu " + id() + ": begins call " + call;
        }
        if (fetched != null) {
            return this + ": executes " + bench.describe(cpu.pc(), fetched.word);
        }
        return this
                + (AdversaryMachine.isGate(cpu.pc())
                        ? ": calls the host"
                        : AdversaryMachine.isCode(cpu.pc()) ? ": fetches" : ": is back");
    }
}
