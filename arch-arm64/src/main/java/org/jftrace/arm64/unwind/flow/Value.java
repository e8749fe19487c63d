package org.jftrace.arm64.unwind.flow;

/**
 * What a register or a stack slot holds, as far as it matters to a stack trace. CFA is what the canonical frame address
 * is in DWARF: SP at the first instruction.
 */
final class Value {
    static final long UNKNOWN = 0;
    /** Where the caller goes on. */
    static final long CALLER = 1;
    /** Where the traced function goes on, in a trampoline that its call site branched to. */
    static final long RESUME = 2;
    /** The caller's frame pointer. */
    static final long FP = 3;
    /** The number 0. */
    static final long ZERO = 4;
    /** The paths that lead here disagree. */
    static final long CONFLICT = 5;

    private static final int CFA = 7;
    private static final int SHIFT = 3;

    private Value() {}

    /** The CFA and so many bytes more. */
    static long cfa(long offset) {
        return offset << SHIFT | CFA;
    }

    static boolean isCfa(long value) {
        return (value & CFA) == CFA;
    }

    static long cfaOffset(long value) {
        return value >> SHIFT;
    }

    static long join(long a, long b) {
        return a == b ? a : CONFLICT;
    }
}
