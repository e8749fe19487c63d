package org.jftrace.arm64.unwind.flow;

import org.jftrace.arm64.a64.Encoding;
import org.jftrace.arm64.a64.Form;
import org.jftrace.arm64.a64.LoadStorePair;

/**
 * One load or store of one register or of a pair. A store through a pointer that is not known to point into the frame is
 * taken to go elsewhere: code that overwrites its own return address has no true trace.
 */
final class MemoryEffects {
    private static final int NO_REGISTER = 31;

    private final State state;
    private final Form form;
    private final int word;
    private final Encoding encoding;

    MemoryEffects(State state, Form form, int word) {
        this.state = state;
        this.form = form;
        this.word = word;
        this.encoding = form.encoding();
    }

    void apply() {
        String name = form.name();
        if (!encoding.has('n')) {
            if (!name.startsWith("PRF")) {
                setRegister(encoding.field(word, 't'), Value.UNKNOWN);
            }
            return;
        }
        int n = encoding.field(word, 'n');
        long base = state.get(n);
        long distance = distance();
        boolean indexed = name.endsWith("_PRE") || name.endsWith("_POST");
        long at = Value.isCfa(base) && !encoding.has('m') // where the access goes, if that is in the frame
                ? Value.cfa(Value.cfaOffset(base) + (name.endsWith("_POST") ? 0 : distance))
                : Value.UNKNOWN;
        if (name.startsWith("LD")) {
            load(at);
            writeBack(indexed, n, base, distance);
        } else if (name.startsWith("ST")) {
            writeBack(indexed, n, base, distance);
            store(at);
        }
    }

    private void writeBack(boolean indexed, int n, long base, long distance) {
        if (indexed) {
            state.set(n, Value.isCfa(base) ? Value.cfa(Value.cfaOffset(base) + distance) : Value.UNKNOWN);
        }
    }

    /** Of the row's own scale: its immediate counts bytes, or units of what is accessed. */
    private long distance() {
        if (!encoding.has('i')) {
            return 0;
        }
        if (form instanceof LoadStorePair) {
            return (long) encoding.signedField(word, 'i') * (form.name().startsWith("LDPSW") ? 4 : size());
        }
        return form.name().endsWith("_UNSIGNED")
                ? (long) encoding.field(word, 'i') * size()
                : encoding.signedField(word, 'i');
    }

    /** In bytes, of one register. */
    private int size() {
        if (form instanceof LoadStorePair) {
            return word < 0 ? 8 : 4;
        }
        return 1 << (word >>> 30);
    }

    private void load(long at) {
        boolean whole = size() == Long.BYTES && !form.name().startsWith("LDRS") && Value.isCfa(at);
        long first = whole ? state.slot(Value.cfaOffset(at)) : Value.UNKNOWN;
        if (encoding.has('u')) {
            long second = whole ? state.slot(Value.cfaOffset(at) + Long.BYTES) : Value.UNKNOWN;
            setRegister(encoding.field(word, 'u'), second);
        }
        setRegister(encoding.field(word, 't'), first);
    }

    private void store(long at) {
        if (!Value.isCfa(at)) {
            return;
        }
        long offset = Value.cfaOffset(at);
        put(offset, encoding.field(word, 't'));
        if (encoding.has('u')) {
            put(offset + size(), encoding.field(word, 'u'));
        }
    }

    private void put(long offset, int register) {
        if (size() == Long.BYTES) {
            state.store(offset, register == NO_REGISTER ? Value.ZERO : state.get(register));
        } else {
            state.overwrite(offset, size());
        }
    }

    private void setRegister(int register, long value) {
        if (register != NO_REGISTER) {
            state.set(register, value);
        }
    }
}
