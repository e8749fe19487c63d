package org.jftrace.arm64.a64.emit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects words at a base address, in one pass. An instruction that refers to a label is encoded when the code is
 * finished; it is one word wherever the label turns out to be, so nothing has a size that could be guessed wrong, and a
 * label out of reach is an error.
 *
 * <pre>{@code
 * Assembler asm = new Assembler(0x8000);
 * Assembler.Label out = asm.label("out");
 * asm.emit((from, to) -> Branches.cbz(X0, from, to), out)
 *         .emit(Arithmetic.sub(X0, X0, 1))
 *         .bind(out)
 *         .emit(Branches.ret());
 * Listing code = asm.finish();
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class Assembler {
    private final long base;
    private final List<Integer> words = new ArrayList<>();
    private final BitSet data = new BitSet();
    private final List<Reference> references = new ArrayList<>();
    private final Map<Long, Label> literals = new LinkedHashMap<>();
    private boolean finished;

    /** An instruction that is encoded relative to its own address. */
    @FunctionalInterface
    public interface Relative {
        /** {@return the word at {@code from} that refers to {@code to}} */
        int encode(long from, long to);
    }

    /** A place in the code of one assembler, known once it is bound. */
    public static final class Label {
        private final Assembler owner;
        private final String name;
        private @Nullable Long address;

        private Label(Assembler owner, String name) {
            this.owner = owner;
            this.name = name;
        }

        /**
         * The address of the label.
         *
         * @return the address that it was bound to
         * @throws IllegalStateException when it is not bound yet
         */
        public long address() {
            if (address == null) {
                throw new IllegalStateException("label " + name + " is not bound");
            }
            return address;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private record Reference(int index, Relative instruction, Label label) {}

    /**
     * Starts code.
     *
     * @param base the address that the first word will have; a multiple of 4
     */
    public Assembler(long base) {
        if ((base & 3) != 0) {
            throw new IllegalArgumentException(String.format("base 0x%x is not a multiple of 4", base));
        }
        this.base = base;
    }

    /** {@return the address of the next word} */
    public long here() {
        return base + 4L * words.size();
    }

    /** {@return a new label, which stands nowhere until it is bound; the name is for messages} */
    public Label label(String name) {
        return new Label(this, name);
    }

    /**
     * Puts the label here.
     *
     * @return this
     * @throws IllegalStateException when it stands somewhere already
     */
    public Assembler bind(Label label) {
        requireOpen();
        requireOwn(label);
        if (label.address != null) {
            throw new IllegalStateException(String.format("label %s is bound to 0x%x", label, label.address));
        }
        label.address = here();
        return this;
    }

    /**
     * Adds instructions.
     *
     * @return this
     */
    public Assembler emit(int... instructions) {
        requireOpen();
        for (int word : instructions) {
            words.add(word);
        }
        return this;
    }

    /**
     * Adds an instruction that refers to a label, bound or not.
     *
     * @return this
     */
    public Assembler emit(Relative instruction, Label label) {
        requireOpen();
        requireOwn(label);
        references.add(new Reference(words.size(), instruction, label));
        words.add(0);
        return this;
    }

    /**
     * Loads a constant from the literal pool behind the code, where equal constants stand once.
     *
     * @param t an X register
     * @return this
     */
    public Assembler ldr(Reg t, long constant) {
        if (t.bits() != 64) {
            throw new IllegalArgumentException(t + " cannot hold the 64-bit literal 0x" + Long.toHexString(constant));
        }
        Label literal = literals.computeIfAbsent(constant, value -> label("=0x" + Long.toHexString(value)));
        return emit((from, to) -> LoadStore.ldrLiteral(t, from, to), literal);
    }

    /**
     * Adds a 64-bit datum, low word first, at the next multiple of 8; a zero word (UDF) fills the gap.
     *
     * @return this
     */
    public Assembler quad(long value) {
        alignTo8();
        data(value);
        return this;
    }

    /**
     * Moves on to the next multiple of 8 with a zero word (UDF) where one is needed, so that a label may be bound to a
     * quad.
     *
     * @return this
     */
    public Assembler alignTo8() {
        requireOpen();
        if ((here() & 7) != 0) {
            data.set(words.size());
            words.add(0);
        }
        return this;
    }

    /**
     * Writes the literal pool and resolves the labels. Nothing can be added afterwards.
     *
     * @return the code
     * @throws IllegalStateException when a label that is referred to is not bound
     * @throws IllegalArgumentException when a label is out of reach
     */
    public Listing finish() {
        requireOpen();
        requireLabels();
        if (!literals.isEmpty()) {
            alignTo8();
        }
        literals.forEach((value, label) -> {
            bind(label);
            data(value);
        });
        finished = true;
        int[] code = words.stream().mapToInt(Integer::intValue).toArray();
        for (Reference reference : references) {
            long from = base + 4L * reference.index;
            code[reference.index] = reference.instruction.encode(from, reference.label.address());
        }
        return new Listing(base, code, data);
    }

    private void requireLabels() {
        for (Reference reference : references) {
            if (!literals.containsValue(reference.label)) {
                reference.label.address();
            }
        }
    }

    private void data(long value) {
        data.set(words.size(), words.size() + 2);
        words.add((int) value);
        words.add((int) (value >>> 32));
    }

    private void requireOpen() {
        if (finished) {
            throw new IllegalStateException(String.format("the code at 0x%x is finished", base));
        }
    }

    private void requireOwn(Label label) {
        if (label.owner != this) {
            throw new IllegalArgumentException("label " + label + " belongs to another assembler");
        }
    }
}
