package org.jftrace.sim.adversary;

import org.jftrace.arm64.a64.emit.ConcurrentPatch;
import org.jftrace.sim.adversary.Instruction.Kind;
import org.jftrace.sim.adversary.Segment.Versions;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Slot;
import org.jspecify.annotations.Nullable;

/** How a CPU gets from one instruction to the next: it fetches one of some words, and executes it with one of some values. */
final class Pipeline {
    private static final int MOST_CHOICES = 256;

    private final AdversaryMemory memory;
    private final Bench bench;
    private final Cpu cpu;
    private final Views views;
    private final StoreBuffer buffer;
    private final int[] choices = new int[MOST_CHOICES];
    private final int[] secondChoices = new int[MOST_CHOICES];
    /** What was fetched and has not been executed. */
    private @Nullable Instruction next;

    Pipeline(AdversaryMemory memory, Bench bench, Bench.Place place) {
        this.memory = memory;
        this.bench = bench;
        this.cpu = place.cpu();
        this.views = place.views();
        this.buffer = place.buffer();
        views.reset();
        buffer.clear();
    }

    @Nullable
    Instruction next() {
        return next;
    }

    /** Forgets what was fetched. */
    void flush() {
        next = null;
    }

    /** Whether nobody can tell when the next step is taken. */
    boolean isLocal() {
        Instruction fetched = next;
        if (fetched == null) {
            return memory.isPrivate(cpu.pc());
        }
        return switch (fetched.kind) {
            case PLAIN, BARRIER -> true;
            case BRANCH -> !bench.crosses(cpu.pc(), fetched.target(cpu));
            case LOAD -> concernsNobody(fetched);
            case STORE -> bench.isStack(fetched.address(cpu));
            case ISB -> false;
        };
    }

    /** In how many ways the next instruction can be fetched, or executed. */
    int options() {
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

    /** Makes all stores visible. */
    void drainAll() {
        while (buffer.count() > 0) {
            drain(0);
        }
    }

    private boolean concernsNobody(Instruction load) {
        long address = load.address(cpu);
        return bench.isStack(address)
                || (memory.isPrivate(address) && (load.count < 2 || memory.isPrivate(address + load.size)));
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
        int floor = Math.max(knownBefore(load), versions.seen[cpu.id()]);
        for (int version = versions.known(floor); version < versions.count(); version++) {
            into[count++] = version;
        }
        return count;
    }

    private int knownBefore(Instruction load) {
        return load.base < 0 ? views.loads : Math.max(views.loads, views.registers[load.base]);
    }

    void fetch(int option) {
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
                        + bench.describe(pc, after)
                        + ", or anything else: these must not be swapped under execution; the CPU was called from 0x"
                        + Long.toHexString(cpu.x(30))
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

    void execute(Instruction instruction, int option) {
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
        long offset = instruction.address(cpu) - bench.stackTop(cpu.id()) + Bench.STACK_SIZE;
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
            versions.seen[cpu.id()] = Math.max(versions.seen[cpu.id()], known);
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

    void drain(int entry) {
        long address = buffer.address(entry);
        int time = memory.store(address, buffer.value(entry));
        buffer.remove(entry);
        views.stored(time);
        Versions versions = memory.versions(address);
        if (versions != null) {
            versions.seen[cpu.id()] = time;
        }
    }

    @Override
    public String toString() {
        return "cpu " + cpu.id() + " at 0x" + Long.toHexString(cpu.pc());
    }
}
