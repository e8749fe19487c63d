package org.jftrace.sim.adversary;

import org.jftrace.arm64.a64.emit.ConcurrentPatch;
import org.jftrace.sim.adversary.Instruction.Kind;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Slot;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.HostCall;
import org.jspecify.annotations.Nullable;

/**
 * A CPU that makes some calls of guest functions and takes a step when told to: it begins a call, fetches, executes what it has
 * fetched, lets a store become visible, performs a host call, or comes back.
 */
public final class AdversaryCpu {
    private static final int LR = 30;
    private static final int FIRST_SAVED = 19;
    private static final int MOST_CHOICES = 256;

    private final AdversaryMachine machine;
    private final AdversaryMemory memory;
    private final Bench bench;
    private final Cpu cpu;
    private final Views views;
    private final StoreBuffer buffer;
    private final int[] choices = new int[MOST_CHOICES];
    private final int[] secondChoices = new int[MOST_CHOICES];
    private long[] functions = {};
    private CallObserver observer = new CallObserver() {};
    private int call;
    private boolean running;
    private @Nullable Instruction next;
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
        views.reset();
        buffer.clear();
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
        Instruction fetched = next;
        if (fetched == null) {
            return memory.isPrivate(cpu.pc());
        }
        return switch (fetched.kind) {
            case PLAIN -> true;
            case BRANCH -> !bench.crosses(cpu.pc(), fetched.target(cpu));
            case LOAD -> concernsNobody(fetched);
            case STORE -> bench.isStack(fetched.address(cpu));
            case BARRIER -> true;
            case ISB -> false;
        };
    }

    private boolean concernsNobody(Instruction load) {
        long address = load.address(cpu);
        return bench.isStack(address)
                || (memory.isPrivate(address) && (load.count < 2 || memory.isPrivate(address + load.size)));
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
        Instruction fetched = next;
        if (fetched == null) {
            return AdversaryMachine.isCode(cpu.pc()) ? wordsAt(cpu.pc()) : 1;
        }
        return switch (fetched.kind) {
            case LOAD -> valuesFor(fetched);
            case STORE -> buffer.count() < (fetched.ordered ? 1 : StoreBuffer.ROOM) ? 1 : 0;
            case BARRIER -> fetched.ordered && buffer.count() > 0 ? 0 : 1;
            default -> 1;
        };
    }

    /** Which words the CPU may fetch, and the choice of versions for them. */
    private int wordsAt(long pc) {
        Versions versions = memory.versions(pc);
        if (versions == null) {
            return 1;
        }
        int count = 0;
        for (int version = versions.known(views.fetched); version < versions.count(); version++) {
            if (count == 0 || word(versions, choices[count - 1], pc) != word(versions, version, pc)) {
                choices[count++] = version;
            }
        }
        return count;
    }

    private static int word(Versions versions, int version, long pc) {
        return (int) (versions.value(version) >>> ((pc & 4) << 3));
    }

    private int valuesFor(Instruction load) {
        long address = load.address(cpu);
        if (bench.isStack(address) || !memory.isMapped(address)) {
            return 1;
        }
        int first = valuesAt(address, load, choices);
        return load.count < 2 ? first : first * valuesAt(address + load.size, load, secondChoices);
    }

    private int valuesAt(long address, Instruction load, int[] into) {
        Versions versions = memory.versions(address);
        if (versions == null || buffer.newest(address & -8) >= 0) {
            return 1;
        }
        int count = 0;
        int floor = Math.max(knownBefore(load), versions.seen[id()]);
        for (int version = versions.known(floor); version < versions.count(); version++) {
            into[count++] = version;
        }
        return count;
    }

    private int knownBefore(Instruction load) {
        return load.base < 0 ? views.loads : Math.max(views.loads, views.registers[load.base]);
    }

    /**
     * Takes a step.
     *
     * @param option 0 to {@link #options} - 1
     * @throws Violation if it goes wrong
     */
    public void step(int option) {
        int main = mainOptions();
        if (option >= main) {
            drain(buffer.candidate(option - main));
        } else if (!running) {
            begin();
        } else if (next != null) {
            execute(next, option);
        } else if (cpu.pc() == AdversaryMachine.RETURN) {
            end();
        } else if (AdversaryMachine.isGate(cpu.pc())) {
            callHost();
        } else {
            fetch(option);
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
        interruptsTaken = interruptsOwed;
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
        while (buffer.count() > 0) {
            drain(0);
        }
        machine.callHost(host, cpu);
        cpu.setPc(cpu.x(LR));
        views.knowAll(memory.now());
    }

    private void fetch(int option) {
        long pc = cpu.pc();
        if ((pc & 3) != 0 || !memory.isMapped(pc)) {
            throw new Violation(this + " goes where there is no code");
        }
        requireLive(pc, "executes");
        Versions versions = memory.versions(pc);
        if (versions == null) {
            next = bench.instruction(pc, memory.word(pc));
            return;
        }
        requireSwappable(versions, pc, wordsAt(pc));
        int version = choices[option];
        views.loads = Math.max(views.loads, versions.time(version));
        next = bench.instruction(pc, word(versions, version, pc));
    }

    private void requireSwappable(Versions versions, long pc, int words) {
        for (int i = 1; i < words; i++) {
            int before = word(versions, choices[i - 1], pc);
            int after = word(versions, choices[i], pc);
            if (!ConcurrentPatch.allowed(before, after)) {
                throw new Violation(this + " may fetch " + bench.describe(pc, before) + ", or "
                        + bench.describe(pc, after) + ", or anything else: these must not be swapped under execution"
                        + stack(versions.writer(choices[i])));
            }
        }
    }

    private static String stack(@Nullable Throwable writer) {
        if (writer == null) {
            return "";
        }
        StringBuilder lines = new StringBuilder();
        for (StackTraceElement element : writer.getStackTrace()) {
            if (element.getClassName().startsWith("org.jftrace.sim.explore")) {
                break;
            }
            lines.append("\n    written at ").append(element);
        }
        return lines.toString();
    }

    private void requireLive(long address, String what) {
        if (!memory.isLive(address)) {
            throw new Violation(this + " " + what + " 0x" + Long.toHexString(address) + ", which was freed"
                    + stack(memory.writer(address)));
        }
    }

    private void execute(Instruction instruction, int option) {
        next = null;
        if (instruction.kind == Kind.LOAD && !bench.isStack(instruction.address(cpu))) {
            load(instruction, option);
            return;
        }
        if (instruction.kind == Kind.STORE && !bench.isStack(instruction.address(cpu))) {
            store(instruction);
            return;
        }
        int known = 0;
        for (int source : instruction.sources) {
            known = Math.max(known, views.registers[source]);
        }
        trackStack(instruction);
        run(instruction);
        switch (instruction.kind) {
            case PLAIN -> views.registers[instruction.result == Slot.SP ? Slot.SINK : instruction.result] = known;
            case BRANCH -> views.control(known);
            case BARRIER -> views.barrier(instruction.ordered);
            case ISB -> views.isb(memory.now());
            default -> {}
        }
    }

    private void trackStack(Instruction instruction) {
        if (instruction.kind != Kind.LOAD && instruction.kind != Kind.STORE) {
            return;
        }
        long offset = instruction.address(cpu) - bench.stackTop(id()) + Bench.STACK_SIZE;
        for (int i = 0; i < instruction.count && offset >= 0; i++, offset += instruction.size) {
            if (instruction.kind == Kind.STORE) {
                views.putAside(offset, slot(instruction.moved[i], Slot.ZERO));
            } else {
                views.takeBack(offset, slot(instruction.moved[i], Slot.SINK));
            }
        }
    }

    private static int slot(int number, int instead) {
        return number == Slot.SP ? instead : number;
    }

    private void run(Instruction instruction) {
        long pc = cpu.pc();
        cpu.setPc(pc + 4);
        try {
            instruction.step.execute(cpu);
        } catch (RuntimeException thrown) {
            cpu.setPc(pc);
            throw new Violation(this + " cannot execute " + bench.describe(pc, instruction.word), thrown);
        }
    }

    private void load(Instruction load, int option) {
        long address = load.address(cpu);
        if (load.size == 0 || !memory.isMapped(address)) {
            throw new Violation(this + " loads from 0x" + Long.toHexString(address) + ": not mapped, or not modelled");
        }
        int before = knownBefore(load);
        views.control(load.base < 0 ? 0 : views.registers[load.base]);
        int second = load.count < 2 ? 1 : valuesAt(address + load.size, load, secondChoices);
        valuesAt(address, load, choices);
        long first = take(load, 0, choices[option / second], before);
        long other = load.count < 2 ? 0 : take(load, 1, secondChoices[option % second], before);
        load.writeBack(cpu);
        cpu.write(slot(load.moved[0], Slot.SINK), first);
        if (load.count == 2) {
            cpu.write(slot(load.moved[1], Slot.SINK), other);
        }
        cpu.setPc(cpu.pc() + 4);
    }

    /** One of the values of a load: from the buffer, from a version, or from what has only one. */
    private long take(Instruction load, int nth, int version, int before) {
        long address = load.address(cpu) + (long) nth * load.size;
        requireLive(address, "reads");
        Versions versions = memory.versions(address);
        int own = buffer.newest(address & -8);
        int known = before;
        long bits;
        if (own >= 0) {
            bits = buffer.value(own);
        } else if (versions == null) {
            bits = memory.bits(address);
        } else {
            bits = versions.value(version);
            known = Math.max(before, versions.time(version));
            versions.seen[id()] = Math.max(versions.seen[id()], known);
        }
        views.registers[slot(load.moved[nth], Slot.SINK)] = known;
        views.loaded(known, load.ordered);
        return load.size == 8 ? bits : bits >>> ((address & 4) << 3) & 0xffff_ffffL;
    }

    private void store(Instruction store) {
        long address = store.address(cpu);
        if (store.size != 8 || store.count != 1 || (address & 7) != 0 || !memory.isMapped(address)) {
            throw new Violation(this + " stores to 0x" + Long.toHexString(address) + ": not mapped, or not modelled");
        }
        requireLive(address, "writes");
        buffer.add(address, cpu.read(slot(store.moved[0], Slot.ZERO)));
        store.writeBack(cpu);
        cpu.setPc(cpu.pc() + 4);
        if (store.ordered) {
            drain(0);
        }
    }

    private void drain(int entry) {
        long address = buffer.address(entry);
        int time = memory.store(address, buffer.value(entry));
        buffer.remove(entry);
        views.stored(time);
        Versions versions = memory.versions(address);
        if (versions != null) {
            versions.seen[id()] = time;
        }
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
        while (buffer.count() > 0) {
            drain(0);
        }
        interruptsTaken = interruptsOwed;
        next = null;
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
        Instruction fetched = next;
        hash = Bench.mix(hash, cpu.pc(), fetched == null ? 0 : fetched.word + 1L);
        for (int n = 0; n <= LR; n += 2) {
            hash = Bench.mix(hash, cpu.x(n), n == LR ? cpu.nzcv() : cpu.x(n + 1));
        }
        hash = Bench.mix(hash, cpu.sp(), 0);
        for (long at = cpu.sp() & -8; at < bench.stackTop(id()); at += 8) {
            hash = Bench.mix(hash, bench.memory().read64(at), 0);
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
        Instruction fetched = next;
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
