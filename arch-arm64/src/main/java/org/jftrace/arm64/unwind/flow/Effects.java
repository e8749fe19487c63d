package org.jftrace.arm64.unwind.flow;

import org.jftrace.arm64.a64.AtomicMemory;
import org.jftrace.arm64.a64.BranchesExceptionsSystem;
import org.jftrace.arm64.a64.DataProcessingImmediate;
import org.jftrace.arm64.a64.DataProcessingRegister;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.Encoding;
import org.jftrace.arm64.a64.Form;
import org.jftrace.arm64.a64.LoadStoreExclusive;
import org.jftrace.arm64.a64.LoadStorePair;
import org.jftrace.arm64.a64.LoadStoreRegister;
import org.jspecify.annotations.Nullable;

/** What an instruction that is no branch does to a {@link State}. Whatever is not known better loses its result. */
final class Effects {
    private static final int NO_REGISTER = 31;

    private final State state;
    private final long start;

    /** For code that begins at an address. */
    Effects(State state, long start) {
        this.state = state;
        this.start = start;
    }

    void apply(long pc, int word) {
        @Nullable Form form = Decoder.decode(word);
        if (form == null) {
            new VectorEffects(state).apply(word);
        } else if (form instanceof DataProcessingImmediate immediate) {
            immediate(immediate, pc, word);
        } else if (form instanceof DataProcessingRegister register) {
            register(register, word);
        } else if (form instanceof LoadStoreRegister || form instanceof LoadStorePair) {
            new MemoryEffects(state, form, word).apply();
        } else if (form instanceof LoadStoreExclusive || form instanceof AtomicMemory) {
            exclusive(form, word);
        } else if (form == BranchesExceptionsSystem.MRS || form == BranchesExceptionsSystem.SYSL) {
            set(form.encoding().field(word, 't'), Value.UNKNOWN);
        } else if (form.name().endsWith("1716")) {
            set(17, Value.UNKNOWN);
        }
    }

    private void set(int register, long value) {
        if (register != NO_REGISTER) {
            state.set(register, value);
        }
    }

    private long get(int register) {
        return register == NO_REGISTER ? Value.ZERO : state.get(register);
    }

    private void immediate(DataProcessingImmediate form, long pc, int word) {
        Encoding encoding = form.encoding();
        int d = encoding.field(word, 'd');
        switch (form) {
            case ADD_IMMEDIATE -> state.set(d, moved(form, word, 1));
            case SUB_IMMEDIATE -> state.set(d, moved(form, word, -1));
            case AND_IMMEDIATE, ORR_IMMEDIATE, EOR_IMMEDIATE -> state.set(d, Value.UNKNOWN);
            case MOVZ -> set(d, encoding.field(word, 'i') == 0 ? Value.ZERO : Value.UNKNOWN);
            case ADR -> set(d, pc + encoding.signedField(word, 'i') == start ? Value.CALLER : Value.UNKNOWN);
            default -> set(d, Value.UNKNOWN);
        }
    }

    /** ADD, SUB, and MOV from or to SP. */
    private long moved(DataProcessingImmediate form, int word, int sign) {
        Encoding encoding = form.encoding();
        long from = state.get(encoding.field(word, 'n'));
        long distance = (long) encoding.field(word, 'i') << (12 * encoding.field(word, 'h'));
        if (encoding.field(word, 'f') == 0) {
            return Value.UNKNOWN;
        }
        if (distance == 0) {
            return from;
        }
        return Value.isCfa(from) ? Value.cfa(Value.cfaOffset(from) + sign * distance) : Value.UNKNOWN;
    }

    private void register(DataProcessingRegister form, int word) {
        Encoding encoding = form.encoding();
        if (!encoding.has('d')) {
            return;
        }
        int d = encoding.field(word, 'd');
        switch (form) {
            case ORR_SHIFTED -> set(d, isMove(encoding, word) ? get(encoding.field(word, 'm')) : Value.UNKNOWN);
            case PACIA, PACIB, AUTIA, AUTIB, PACIZA, PACIZB, AUTIZA, AUTIZB, XPACI -> {} // still the same address
            case ADD_EXTENDED, SUB_EXTENDED -> state.set(d, Value.UNKNOWN);
            default -> set(d, Value.UNKNOWN);
        }
    }

    private static boolean isMove(Encoding encoding, int word) {
        return encoding.field(word, 'n') == NO_REGISTER
                && encoding.field(word, 'e') == 0
                && encoding.field(word, 'f') == 1;
    }

    /** Nobody keeps a return address with these; what they load, and the status they give, is lost. */
    private void exclusive(Form form, int word) {
        Encoding encoding = form.encoding();
        boolean store = form.name().startsWith("ST");
        if (!store && encoding.has('t')) {
            set(encoding.field(word, 't'), Value.UNKNOWN);
        }
        if (!store && encoding.has('u')) {
            set(encoding.field(word, 'u'), Value.UNKNOWN);
        }
        if (encoding.has('s') && (store || form.name().startsWith("CAS"))) {
            set(encoding.field(word, 's'), Value.UNKNOWN);
        }
        if (form == AtomicMemory.CASP) {
            set(encoding.field(word, 's') + 1, Value.UNKNOWN);
            set(encoding.field(word, 't') + 1, Value.UNKNOWN);
        }
        if (form instanceof AtomicMemory || store) {
            overwrite(state.get(encoding.field(word, 'n')));
        }
    }

    private void overwrite(long base) {
        if (Value.isCfa(base)) {
            state.overwrite(Value.cfaOffset(base), 2L * Long.BYTES);
        }
    }
}
