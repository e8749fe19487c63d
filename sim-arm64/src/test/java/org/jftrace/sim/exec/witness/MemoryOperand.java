package org.jftrace.sim.exec.witness;

import java.util.Random;
import org.jftrace.arm64.a64.AtomicMemory;
import org.jftrace.arm64.a64.Encoding;
import org.jftrace.arm64.a64.Form;
import org.jftrace.arm64.a64.LoadStoreExclusive;
import org.jftrace.arm64.a64.LoadStorePair;
import org.jftrace.arm64.a64.LoadStoreRegister;

/** Makes a random load or store hit the program's scratch area, by choosing what its base register holds. */
final class MemoryOperand {
    static final int SCRATCH_SIZE = 256;
    private static final int MARGIN = 32;
    private static final int SP = 31;
    private static final int PROLOGUE_WORDS = 16;

    private final Random random;
    private final Words text;
    private final long scratch;

    MemoryOperand(Random random, Words text, long scratch) {
        this.random = random;
        this.text = text;
        this.scratch = scratch;
    }

    long anyAddress() {
        return scratch + MARGIN + random.nextInt(SCRATCH_SIZE - 2 * MARGIN);
    }

    void addRegister(LoadStoreRegister form, int word) {
        Encoding encoding = form.encoding();
        switch (form) {
            case LDR_LITERAL, LDRSW_LITERAL, PRFM_LITERAL ->
                text.add(encoding.with(word, 'i', -random.nextInt(PROLOGUE_WORDS)));
            default -> {
                boolean indexed = encoding.has('m');
                long offset = indexed ? index(encoding, word) : offset(form, encoding, word);
                base(encoding, word, form.name().endsWith("POST") ? 0 : offset, 1);
                text.add(word);
            }
        }
    }

    /** Pairs, exclusives, ordered accesses and atomics. */
    void add(Form form, int word) {
        Encoding encoding = form.encoding();
        int chosen = word;
        int alignment = alignment(form, encoding, word);
        long offset = 0;
        if (form instanceof LoadStorePair) {
            offset = form.name().endsWith("POST") ? 0 : encoding.signedField(word, 'i') * (long) pairScale(form, word);
        } else if (encoding.has('i')) {
            chosen = encoding.with(word, 'i', encoding.signedField(word, 'i') & -alignment);
            offset = encoding.signedField(chosen, 'i');
        }
        base(encoding, chosen, offset, alignment);
        if (form.name().startsWith("ST") && form.name().matches("STL?X[RP]")) {
            beforeStoreExclusive(form, encoding, chosen);
        }
        text.add(chosen);
    }

    /** Mostly the load-exclusive that makes the store succeed, else a monitor that is known to be clear. */
    private void beforeStoreExclusive(Form form, Encoding encoding, int word) {
        if (random.nextInt(4) == 0) {
            text.add(Words.CLREX);
            return;
        }
        boolean pair = form.name().endsWith("P");
        Encoding load = (pair ? LoadStoreExclusive.LDXP : LoadStoreExclusive.LDXR).encoding();
        int n = encoding.field(word, 'n');
        int t = register(n, n);
        int loadWord = load.with(load.with(load.value(), 'n', n), 't', t);
        loadWord = load.with(loadWord, 'z', encoding.field(word, 'z'));
        text.add(pair ? load.with(loadWord, 'u', register(n, t)) : loadWord);
    }

    private static int alignment(Form form, Encoding encoding, int word) {
        if (form instanceof LoadStorePair) {
            return 1;
        }
        String name = form.name();
        if (name.matches("(ST|LD)L?A?XP|CASP")) {
            return 8 << encoding.field(word, 'z');
        }
        return 1 << (word >>> 30);
    }

    private static int pairScale(Form form, int word) {
        return form.name().startsWith("LDPSW") || word >= 0 ? 4 : 8;
    }

    private static long offset(LoadStoreRegister form, Encoding encoding, int word) {
        return form.name().endsWith("UNSIGNED")
                ? (long) encoding.field(word, 'i') << (word >>> 30)
                : encoding.signedField(word, 'i');
    }

    /** Gives the index register a value and returns what the instruction makes of it. */
    private long index(Encoding encoding, int word) {
        int m = encoding.field(word, 'm');
        long value = 0;
        if (m == RandomInstruction.RECORD) {
            throw new IllegalStateException("the record's register cannot be an index");
        } else if (m != 31) {
            value = random.nextLong() & (random.nextBoolean() ? -1L : 0xffffL);
            text.constant(m, value);
        }
        int option = encoding.field(word, 'o');
        long extended = switch (option) {
            case 2 -> value & 0xffff_ffffL;
            case 6 -> (int) value;
            default -> value;
        };
        return extended << (encoding.field(word, 'e') == 1 ? word >>> 30 : 0);
    }

    /** Gives the base register what is missing to an address in the scratch area. SP stays a multiple of 16. */
    private void base(Encoding encoding, int word, long offset, int alignment) {
        int n = encoding.field(word, 'n');
        long base = (anyAddress() & -alignment) - offset;
        if (n == SP) {
            int m = encoding.has('m') ? encoding.field(word, 'm') : SP;
            int through = register(m, m);
            text.constant(through, base & -16);
            text.moveToSp(through);
        } else {
            text.constant(n, base);
        }
    }

    private int register(int not, int norThis) {
        while (true) {
            int register = random.nextInt(31);
            if (register != not && register != norThis && register != RandomInstruction.RECORD) {
                return register;
            }
        }
    }

    /** Whether the Arm ARM says what the word does, and whether it leaves the record's register alone. */
    static boolean defined(Form form, Encoding encoding, int word) {
        if (!encoding.has('n')) {
            return encoding.field(word, 't') != RandomInstruction.RECORD;
        }
        int t = encoding.field(word, 't');
        int n = encoding.field(word, 'n');
        int u = encoding.has('u') ? encoding.field(word, 'u') : -1;
        int s = encoding.has('s') ? encoding.field(word, 's') : -1;
        int m = encoding.has('m') ? encoding.field(word, 'm') : -1;
        boolean writesBack = form.name().endsWith("POST") || form.name().endsWith("PRE");
        boolean baseIsData = n != SP && (n == t || n == u);
        boolean statusClashes = form instanceof LoadStoreExclusive && s >= 0 && (s == t || s == u || s == n);
        boolean loadsTwice = t == u && form.name().startsWith("LD");
        int record = RandomInstruction.RECORD;
        boolean changesRecord = t == record || u == record || s == record || n == record || m == record;
        boolean sameBaseAndIndex = n == m;
        boolean pairAround = form == AtomicMemory.CASP && (s == record - 1 || t == record - 1);
        return !(writesBack && baseIsData)
                && !statusClashes
                && !loadsTwice
                && !changesRecord
                && !sameBaseAndIndex
                && !pairAround;
    }
}
