package org.jftrace.core.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** All combinations of flags that a record can have, against what Linux 6.12 documents of ftrace_check_record. */
class LinuxDecisionTest {
    /** The states that can be wanted, with what says that they are there. */
    private enum State {
        REGS(RecordFlags.REGS, RecordFlags.REGS_EN, false),
        TRAMP(RecordFlags.TRAMP, RecordFlags.TRAMP_EN, false),
        DIRECT(RecordFlags.DIRECT, RecordFlags.DIRECT_EN, true),
        CALL_OPS(RecordFlags.CALL_OPS, RecordFlags.CALL_OPS_EN, true);

        final int wanted;
        final int there;
        final boolean onlyForOne;

        State(int wanted, int there, boolean onlyForOne) {
            this.wanted = wanted;
            this.there = there;
            this.onlyForOne = onlyForOne;
        }
    }

    private static final int[] MEMORIES = {RecordFlags.IPMODIFY, RecordFlags.TOUCHED, RecordFlags.MODIFIED};
    private final Set<Decision> seen = EnumSet.noneOf(Decision.class);

    /** A site as Linux sees it, in words. */
    private record Site(int count, boolean enabled, boolean disabled, Set<State> wanted, Set<State> there, int memory) {
        int flags() {
            int flags = count | memory;
            flags |= enabled ? RecordFlags.ENABLED : 0;
            flags |= disabled ? RecordFlags.DISABLED : 0;
            for (State state : State.values()) {
                flags |= wanted.contains(state) ? state.wanted : 0;
                flags |= there.contains(state) ? state.there : 0;
            }
            return flags;
        }

        /** A state for one tracer counts only while there is one. */
        Set<State> due() {
            Set<State> due = EnumSet.noneOf(State.class);
            for (State state : wanted) {
                if (!state.onlyForOne || count == 1) {
                    due.add(state);
                }
            }
            return due;
        }

        Decision decision(boolean on) {
            if (disabled) {
                return Decision.IGNORE;
            }
            boolean call = on && count > 0;
            if (!call) {
                return enabled ? Decision.MAKE_NOP : Decision.IGNORE;
            }
            if (!enabled) {
                return Decision.MAKE_CALL;
            }
            return due().equals(there) ? Decision.IGNORE : Decision.MODIFY_CALL;
        }

        /** What the record says after the decision was carried out. */
        int settled(boolean on) {
            if (on && count > 0) {
                Site done = new Site(count, true, disabled, wanted, due(), memory | RecordFlags.TOUCHED);
                return done.flags() | modified(RecordFlags.MODIFIED);
            }
            Site nop = new Site(count, false, disabled, wanted, Set.of(), memory);
            return count > 0
                    ? nop.flags()
                    : nop.flags() & (RecordFlags.DISABLED | RecordFlags.TOUCHED | RecordFlags.MODIFIED);
        }

        private int modified(int flag) {
            return wanted.contains(State.DIRECT) || RecordFlags.has(memory, RecordFlags.IPMODIFY) ? flag : 0;
        }
    }

    private static Set<State> states(int bits) {
        Set<State> states = EnumSet.noneOf(State.class);
        int bit = 1;
        for (State state : State.values()) {
            if ((bits & bit) != 0) {
                states.add(state);
            }
            bit <<= 1;
        }
        return states;
    }

    private static int memory(int bits) {
        int memory = 0;
        for (int i = 0; i < MEMORIES.length; i++) {
            memory |= ((bits >> i) & 1) != 0 ? MEMORIES[i] : 0;
        }
        return memory;
    }

    /** 12 bits; what is there is there only at a site that is enabled. */
    private static Site site(int count, int bits) {
        boolean enabled = (bits & 1) != 0;
        return new Site(
                count,
                enabled,
                (bits & 2) != 0,
                states(bits >> 2),
                enabled ? states(bits >> 6) : Set.of(),
                memory(bits >> 10));
    }

    private void check(Site site, boolean on) {
        int flags = site.flags();
        Decision decision = Decision.of(flags, on);
        assertEquals(site.decision(on), decision, () -> site + " on " + on);
        if (decision != Decision.IGNORE) {
            int settled = RecordFlags.settled(flags, on);
            assertEquals(site.settled(on), settled, () -> site + " on " + on);
            assertEquals(Decision.IGNORE, Decision.of(settled, on), () -> site + " on " + on);
        }
        seen.add(decision);
    }

    @Test
    void everyCombinationIsDecidedAndSettledAsInLinux() {
        for (int count : new int[] {0, 1, 2, 3, (1 << 19) - 1}) {
            for (int bits = 0; bits < 1 << 13; bits++) {
                check(site(count, bits), true);
                check(site(count, bits), false);
            }
        }
        assertEquals(EnumSet.allOf(Decision.class), seen);
    }

    /** Accounting: what Linux 6.12 does to a record when a tracer comes and when one goes. */
    @Test
    void theStateForOneTracerFollowsTheCount() {
        for (State sole : new State[] {State.TRAMP, State.CALL_OPS}) {
            for (int bits = 0; bits < 1 << 13; bits++) {
                for (int count = 0; count <= 3; count++) {
                    int flags = site(count, bits).flags();
                    int rest = flags & ~(RecordFlags.TRAMP | RecordFlags.CALL_OPS) & -1 << 19;
                    assertEquals(
                            rest | count + 1 | (count == 0 ? sole.wanted : 0),
                            RecordFlags.account(flags, sole.wanted, +1));
                    if (count > 0) {
                        assertEquals(
                                rest | count - 1 | (count == 2 ? sole.wanted : 0),
                                RecordFlags.account(flags, sole.wanted, -1));
                    }
                }
            }
        }
    }
}
