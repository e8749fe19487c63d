package org.jftrace.arm64.unwind.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jftrace.arm64.a64.BranchesExceptionsSystem;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.Encoding;
import org.jftrace.arm64.a64.Form;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jspecify.annotations.Nullable;

/**
 * Follows all paths through some code and keeps a {@link FrameRule} for each instruction. Where a jump goes through a
 * table is not looked up: what nothing else leads to is taken to be its targets, since in compiled code each instruction
 * has one frame layout, whichever way it is reached.
 */
public final class Analysis {
    private static final int MOV_X9_LR = 0xaa1e03e9;

    private final CodeMemory memory;
    private final AddressRange range;
    private final @Nullable State[] before;
    private final Deque<Integer> work = new ArrayDeque<>();
    private final Map<FrameRule, FrameRule> shared = new HashMap<>();
    private @Nullable State atTableJump;

    private Analysis(CodeMemory memory, AddressRange range) {
        this.memory = memory;
        this.range = range;
        this.before = new State[(int) (range.size() / 4)];
    }

    /**
     * Rules by instruction.
     *
     * @param before for a task that is about to execute it; null if nothing leads there
     * @param afterCall for a task that the call there will return to; null if it is no call
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Rules(
            @Nullable FrameRule[] before, @Nullable FrameRule[] afterCall) {}

    /**
     * Finds the rules of some code.
     *
     * @param memory where it lies
     * @param range from its first instruction on; what lies beyond is not looked at
     * @param convention how it is entered
     * @return a rule for every instruction that can be reached
     */
    public static Rules of(CodeMemory memory, AddressRange range, Convention convention) {
        Analysis analysis = new Analysis(memory, range);
        analysis.reach(range.start(), convention.entry());
        analysis.followAll();
        analysis.followTableJumps();
        return analysis.rules();
    }

    private long address(int index) {
        return range.start() + 4L * index;
    }

    private void reach(long address, State state) {
        if (!range.contains(address)) {
            return;
        }
        int index = (int) ((address - range.start()) / 4);
        State known = before[index];
        if (known == null) {
            before[index] = state.copy();
            work.add(index);
        } else if (known.join(state)) {
            work.add(index);
        }
    }

    private void followAll() {
        for (Integer index = work.poll(); index != null; index = work.poll()) {
            State state = before[index];
            if (state != null) {
                follow(address(index), state.copy());
            }
        }
    }

    private void followTableJumps() {
        for (int i = 1; i < before.length && atTableJump != null; i++) {
            if (before[i] == null) {
                reach(address(i), atTableJump);
                followAll();
            }
        }
    }

    private void follow(long pc, State state) {
        int word = memory.readWord(pc);
        if (Decoder.decode(word) instanceof BranchesExceptionsSystem form) {
            branch(form, pc, word, state);
        } else {
            straightOn(pc, word, state);
        }
    }

    private void straightOn(long pc, int word, State state) {
        if (isCallSite(pc)) {
            state.callSite();
        } else {
            new Effects(state, range.start()).apply(pc, word);
        }
        reach(pc + 4, state);
    }

    /** The word behind MOV X9, LR is a BL while the site is traced and a NOP while it is not: the rules fit both. */
    private boolean isCallSite(long pc) {
        return pc > range.start() && memory.readWord(pc - 4) == MOV_X9_LR;
    }

    private void branch(BranchesExceptionsSystem form, long pc, int word, State state) {
        Encoding encoding = form.encoding();
        switch (form) {
            case B -> reach(pc + 4L * encoding.signedField(word, 'i'), state);
            case B_COND, CBZ, CBNZ, TBZ, TBNZ -> {
                reach(pc + 4L * encoding.signedField(word, 'i'), state);
                reach(pc + 4, state);
            }
            case BL, BLR -> {
                if (isCallSite(pc)) {
                    state.callSite();
                } else {
                    state.call();
                }
                reach(pc + 4, state);
            }
            case BR -> tableJump(state);
            case RET, RETAA, RETAB, UDF, BRK -> {}
            default -> straightOn(pc, word, state);
        }
    }

    private void tableJump(State state) {
        State known = atTableJump;
        if (known == null) {
            atTableJump = state;
        } else {
            known.join(state);
        }
    }

    private Rules rules() {
        @Nullable FrameRule[] at = new FrameRule[before.length];
        @Nullable FrameRule[] afterCall = new FrameRule[before.length];
        for (int i = 0; i < before.length; i++) {
            State state = before[i];
            if (state != null) {
                at[i] = share(FrameRule.of(state));
                Form form = Decoder.decode(memory.readWord(address(i)));
                if (form == BranchesExceptionsSystem.BL || form == BranchesExceptionsSystem.BLR) {
                    State after = state.copy();
                    after.call();
                    afterCall[i] = share(FrameRule.of(after));
                }
            }
        }
        return new Rules(at, afterCall);
    }

    private FrameRule share(FrameRule rule) {
        return shared.computeIfAbsent(rule, same -> same);
    }
}
