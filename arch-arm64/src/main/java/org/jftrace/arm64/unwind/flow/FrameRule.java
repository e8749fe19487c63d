package org.jftrace.arm64.unwind.flow;

/**
 * How to find the caller from one instruction.
 *
 * @param cfaRegister a register that holds the CFA less an offset, or -1
 * @param cfaOffset that is added to it
 * @param caller where the caller goes on
 * @param resume where the traced function goes on
 * @param fp the caller's frame pointer
 * @param conflict whether paths that lead to the instruction disagree about SP, FP or LR
 */
public record FrameRule(
        int cfaRegister, long cfaOffset, Location caller, Location resume, Location fp, boolean conflict) {
    private static final int[] CFA_ORDER = {
        State.SP, State.FP, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
        15, 16, 17, 18, State.LR
    };

    static FrameRule of(State state) {
        int register = -1;
        long offset = 0;
        for (int n : CFA_ORDER) {
            if (Value.isCfa(state.get(n))) {
                register = n;
                offset = -Value.cfaOffset(state.get(n));
                break;
            }
        }
        return new FrameRule(
                register,
                offset,
                replaced(Value.CALLER, State.LR, state),
                Location.of(Value.RESUME, state),
                replaced(Value.FP, State.FP, state),
                isConflict(state));
    }

    private static Location replaced(long value, int usual, State state) {
        Location found = Location.of(value, state);
        return found.in() == Location.In.NOWHERE && state.get(usual) == Value.ZERO ? Location.ZERO : found;
    }

    private static boolean isConflict(State state) {
        return state.get(State.SP) == Value.CONFLICT
                || state.get(State.FP) == Value.CONFLICT
                || state.get(State.LR) == Value.CONFLICT;
    }
}
