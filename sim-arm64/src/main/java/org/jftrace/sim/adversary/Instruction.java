package org.jftrace.sim.adversary;

import org.jftrace.arm64.a64.BranchesExceptionsSystem;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.Form;
import org.jftrace.arm64.a64.LoadStoreExclusive;
import org.jftrace.arm64.a64.LoadStorePair;
import org.jftrace.arm64.a64.LoadStoreRegister;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Slot;
import org.jftrace.sim.cpu.Step;

/** A decoded word: what it does, as a step of the reference machine, and what of that concerns others. */
final class Instruction {
    /** What concerns others. */
    enum Kind {
        PLAIN,
        BRANCH,
        LOAD,
        STORE,
        BARRIER,
        ISB
    }

    /** Where the base register is changed. */
    enum Index {
        NONE,
        PRE,
        POST
    }

    final int word;
    final Step step;
    final Kind kind;
    /** Of a branch: the register with its target, or -1. Of a load or store: the register with its address, or -1. */
    final int base;
    /** Of a branch without register its target, of a load or store without register its address, else an offset. */
    final long offset;

    final int size;
    final int count;
    final Index index;
    final boolean ordered;
    final int[] moved;
    final int[] sources;
    final int result;

    private Instruction(int word, Step step, Shape shape) {
        this.word = word;
        this.step = step;
        kind = shape.kind;
        base = shape.base;
        offset = shape.offset;
        size = shape.size;
        count = shape.moved.length;
        index = shape.index;
        ordered = shape.ordered;
        moved = shape.moved;
        sources = shape.sources;
        result = shape.result;
    }

    /** What is found out about a word. */
    private static final class Shape {
        private Kind kind = Kind.PLAIN;
        private int base = -1;
        private long offset;
        private int size = 8;
        private Index index = Index.NONE;
        private boolean ordered;
        private int[] moved = {};
        private int[] sources = {};
        private int result = Slot.SINK;
    }

    static Instruction decode(long pc, int word, Step step) {
        Form form = Decoder.decode(word);
        Shape shape = new Shape();
        if (form instanceof BranchesExceptionsSystem row) {
            control(shape, row, pc, word);
        } else if (form instanceof LoadStorePair row) {
            pair(shape, row, word);
        } else if (form instanceof LoadStoreRegister row) {
            register(shape, row, pc, word);
        } else if (form instanceof LoadStoreExclusive row) {
            ordered(shape, row, word);
        } else if (form != null) {
            shape.sources = slots(form, word, 'n', 'm', 'a');
            shape.result = form.encoding().has('d') ? form.encoding().field(word, 'd') : Slot.SINK;
        }
        return new Instruction(word, step, shape);
    }

    private static int[] slots(Form form, int word, char... letters) {
        int[] slots = new int[letters.length];
        for (int i = 0; i < letters.length; i++) {
            slots[i] = form.encoding().has(letters[i]) ? form.encoding().field(word, letters[i]) : Slot.ZERO;
        }
        return slots;
    }

    private static void control(Shape shape, BranchesExceptionsSystem row, long pc, int word) {
        switch (row) {
            case B, BL, B_COND, CBZ, CBNZ, TBZ, TBNZ -> {
                shape.kind = Kind.BRANCH;
                shape.offset = pc + 4L * row.encoding().signedField(word, 'i');
                shape.sources = slots(row, word, 't');
            }
            case BR, BLR, RET -> {
                shape.kind = Kind.BRANCH;
                shape.base = row.encoding().field(word, 'n');
                shape.sources = slots(row, word, 'n');
            }
            case DMB, DSB -> {
                shape.kind = Kind.BARRIER;
                // 9 is ISHLD and 13 LD; the rest orders stores too, or is taken to.
                int domain = row.encoding().field(word, 'i');
                shape.ordered = domain != 9 && domain != 13;
            }
            case ISB -> shape.kind = Kind.ISB;
            default -> {}
        }
    }

    private static void pair(Shape shape, LoadStorePair row, int word) {
        String name = row.name();
        shape.kind = name.startsWith("LD") ? Kind.LOAD : Kind.STORE;
        shape.base = row.encoding().field(word, 'n');
        shape.size = row.encoding().has('z') && row.encoding().field(word, 'z') == 1 ? 8 : 4;
        shape.offset = (long) row.encoding().signedField(word, 'i') * shape.size;
        shape.index = index(name);
        shape.moved = slots(row, word, 't', 'u');
    }

    private static void register(Shape shape, LoadStoreRegister row, long pc, int word) {
        String name = row.name();
        shape.kind = name.startsWith("LD") ? Kind.LOAD : name.startsWith("ST") ? Kind.STORE : Kind.PLAIN;
        shape.size = size(name, row.encoding().has('z') && row.encoding().field(word, 'z') == 1);
        shape.index = index(name);
        shape.moved = slots(row, word, 't');
        if (name.endsWith("LITERAL")) {
            shape.offset = pc + 4L * row.encoding().signedField(word, 'i');
            return;
        }
        shape.base = row.encoding().field(word, 'n');
        if (name.endsWith("UNSIGNED")) {
            shape.offset = (long) row.encoding().field(word, 'i') * shape.size;
        } else if (row.encoding().has('i')) {
            shape.offset = row.encoding().signedField(word, 'i');
        } else {
            shape.size = 0; // an index register: only on the stack
        }
    }

    private static void ordered(Shape shape, LoadStoreExclusive row, int word) {
        shape.base = row.encoding().field(word, 'n');
        shape.moved = slots(row, word, 't');
        shape.ordered = true;
        shape.size = row == LoadStoreExclusive.LDAR || row == LoadStoreExclusive.STLR
                ? 1 << row.encoding().field(word, 'z')
                : 0;
        shape.kind = row.name().startsWith("LD") ? Kind.LOAD : Kind.STORE;
    }

    private static Index index(String name) {
        return name.endsWith("PRE") ? Index.PRE : name.endsWith("POST") ? Index.POST : Index.NONE;
    }

    /** What is narrower than a word, or changes its sign, is modelled on the stack only: 0. */
    private static int size(String name, boolean wide) {
        boolean narrow = name.startsWith("LDRS") || name.startsWith("LDURS") || name.matches(".*[RT][BH](_.*)?");
        return narrow ? 0 : wide ? 8 : 4;
    }

    /** Where a load or store goes. */
    long address(Cpu cpu) {
        if (base < 0) {
            return offset;
        }
        return index == Index.POST ? cpu.read(base) : cpu.read(base) + offset;
    }

    /** Where a branch goes if it is taken. */
    long target(Cpu cpu) {
        return base < 0 ? offset : cpu.read(base);
    }

    /** Changes the base register as the step would. */
    void writeBack(Cpu cpu) {
        if (index != Index.NONE) {
            cpu.write(base, cpu.read(base) + offset);
        }
    }
}
