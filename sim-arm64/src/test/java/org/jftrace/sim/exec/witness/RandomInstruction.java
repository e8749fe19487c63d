package org.jftrace.sim.exec.witness;

import java.util.List;
import java.util.Random;
import org.jftrace.arm64.a64.AtomicMemory;
import org.jftrace.arm64.a64.BranchesExceptionsSystem;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.Encoding;
import org.jftrace.arm64.a64.Form;
import org.jftrace.arm64.a64.LoadStoreExclusive;
import org.jftrace.arm64.a64.LoadStorePair;
import org.jftrace.arm64.a64.LoadStoreRegister;

/**
 * Adds a random instruction of a form to a program, with what has to come before it: an address in its base register, a
 * load-exclusive, a word to jump over. Leaves out what the Arm ARM calls CONSTRAINED UNPREDICTABLE.
 */
final class RandomInstruction {
    /** Points at the program's record; programs read it but do not write it. */
    static final int RECORD = 28;

    /** System registers that are the same in all implementations: NZCV, TPIDR_EL0, TPIDRRO_EL0 (read only). */
    private static final int[] SYSTEM_REGISTERS = {0x5a10, 0x5e82, 0x5e83};

    /** DC CVAC, CVAU, CIVAC, IC IVAU. */
    private static final int[] CACHE_OPERATIONS = {0x1bd1, 0x1bd9, 0x1bf1, 0x1ba9};

    private static final int FILLER_COUNT = 2;

    private final Random random;
    private final Words text;
    private final MemoryOperand memory;

    RandomInstruction(Random random, Words text, long scratch) {
        this.random = random;
        this.text = text;
        this.memory = new MemoryOperand(random, text, scratch);
    }

    void add(Form form) {
        int word = randomWord(form);
        if (form instanceof BranchesExceptionsSystem row) {
            control(row, word);
        } else if (form instanceof LoadStoreRegister row) {
            memory.addRegister(row, word);
        } else if (form instanceof LoadStorePair
                || form instanceof LoadStoreExclusive
                || form instanceof AtomicMemory) {
            memory.add(form, word);
        } else {
            text.add(word);
        }
    }

    private int randomWord(Form form) {
        Encoding encoding = form.encoding();
        while (true) {
            int word = encoding.value() | (random.nextInt() & ~encoding.mask() & ~encoding.ignored());
            if (encoding.matches(word) && Decoder.decode(word) == form && defined(form, encoding, word)) {
                return word;
            }
        }
    }

    private static boolean defined(Form form, Encoding encoding, int word) {
        if (encoding.has('d') && encoding.field(word, 'd') == RECORD) {
            return false;
        }
        return form instanceof BranchesExceptionsSystem
                ? !encoding.has('t') || encoding.field(word, 't') != RECORD
                : !encoding.has('t') || MemoryOperand.defined(form, encoding, word);
    }

    private void control(BranchesExceptionsSystem form, int word) {
        Encoding encoding = form.encoding();
        switch (form) {
            case B, BL, B_COND, CBZ, CBNZ, TBZ, TBNZ -> {
                int distance = 1 + random.nextInt(FILLER_COUNT);
                text.add(encoding.with(word, 'i', distance));
                skipped();
            }
            case BR, BLR, RET -> {
                int n = random.nextInt(RECORD);
                // As many words as the constant takes for any address in the text: two.
                text.constant(n, text.here() + 4L * (2 + 1 + random.nextInt(FILLER_COUNT)));
                text.add(encoding.with(word, 'n', n));
                skipped();
            }
            case MRS -> text.add(encoding.with(word, 'i', pick(SYSTEM_REGISTERS)));
            case MSR -> text.add(encoding.with(word, 'i', SYSTEM_REGISTERS[random.nextInt(2)]));
            case SYS -> {
                int t = random.nextInt(RECORD);
                text.constant(t, memory.anyAddress());
                text.add(encoding.with(encoding.with(word, 'i', pick(CACHE_OPERATIONS)), 't', t));
            }
            default -> text.add(word);
        }
    }

    /** What a branch may jump over, or not. */
    private void skipped() {
        for (int i = 1; i < FILLER_COUNT; i++) {
            int register = random.nextInt(RECORD);
            // ADD Xr, Xr, #imm
            text.add(0x9100_0000 | random.nextInt(4096) << 10 | register << 5 | register);
        }
    }

    private int pick(int[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** The forms that random programs consist of. */
    static List<Form> forms() {
        return Decoder.forms().stream()
                .filter(form -> !Excluded.REASONS.containsKey(form))
                .toList();
    }
}
