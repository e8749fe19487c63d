package org.jftrace.arm64.unwind.flow;

/** Floating point, SIMD and SVE, of which only SP and general registers matter here. */
final class VectorEffects {
    private static final int VECTOR = 1 << 26;

    private final State state;

    VectorEffects(State state) {
        this.state = state;
    }

    /** A word that {@link org.jftrace.arm64.a64.Decoder} does not know. */
    void apply(int word) {
        boolean memory = (word >>> 27 & 1) == 1 && (word >>> 25 & 1) == 0 && (word & VECTOR) != 0;
        if (memory) {
            loadOrStore(word);
        } else {
            state.set(word & 31, Value.UNKNOWN); // the general register of an FMOV, if it is one, or SP of an ADDVL
        }
    }

    private void loadOrStore(int word) {
        int n = word >>> 5 & 31;
        int group = word >>> 27 & 7;
        if (group == 5) {
            pair(word, n);
        } else if (group == 7 && (word >>> 24 & 1) == 0 && (word >>> 21 & 1) == 0) {
            one(word, n);
        } else if (group == 1 && (word >>> 23 & 1) == 1) {
            move(n, Value.UNKNOWN, 0); // structures, post-indexed
        }
    }

    private void pair(int word, int n) {
        long distance = (long) (word << 10 >> 25) << (2 + (word >>> 30));
        int index = word >>> 23 & 3;
        if (index == 1 || index == 3) {
            move(n, state.get(n), distance);
        }
        if ((word >>> 22 & 1) == 0) {
            overwrite(state.get(n), index == 2 || index == 0 ? distance : 0, 2L * (4L << (word >>> 30)));
        }
    }

    private void one(int word, int n) {
        int distance = word << 11 >> 23;
        if ((word >>> 10 & 1) == 1) {
            move(n, state.get(n), distance);
        }
        if ((word >>> 22 & 1) == 0) {
            overwrite(state.get(n), (word >>> 10 & 1) == 0 ? distance : 0, 16);
        }
    }

    private void move(int n, long base, long distance) {
        state.set(n, Value.isCfa(base) ? Value.cfa(Value.cfaOffset(base) + distance) : Value.UNKNOWN);
    }

    private void overwrite(long base, long distance, long bytes) {
        if (Value.isCfa(base)) {
            state.overwrite(Value.cfaOffset(base) + distance, bytes);
        }
    }
}
