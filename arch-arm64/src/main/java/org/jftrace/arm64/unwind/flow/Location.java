package org.jftrace.arm64.unwind.flow;

import java.util.Map;

/**
 * Where a value is.
 *
 * @param in what {@code at} is a number of
 * @param at a register, or the distance of a stack slot from the CFA
 */
public record Location(In in, long at) {
    /** What a location is a part of. */
    public enum In {
        /** A general register, or SP. */
        REGISTER,
        /** The stack. */
        SLOT,
        /** It was replaced by the number 0. */
        ZERO,
        /** It is lost, or was never there. */
        NOWHERE
    }

    static final Location NOWHERE = new Location(In.NOWHERE, 0);
    static final Location ZERO = new Location(In.ZERO, 0);

    /** LR and FP first, then those that calls preserve. */
    private static final int[] ORDER = {
        30, 29, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 9, 10, 11, 12, 13, 14, 15, 16, 17
    };

    /** A trampoline's frame has what it will load again at its lower end, and copies for frame records above. */
    static Location of(long value, State state) {
        for (int register : ORDER) {
            if (state.get(register) == value) {
                return new Location(In.REGISTER, register);
            }
        }
        for (Map.Entry<Long, Long> slot : state.slots().entrySet()) {
            if (slot.getValue() == value) {
                return new Location(In.SLOT, slot.getKey());
            }
        }
        return NOWHERE;
    }
}
