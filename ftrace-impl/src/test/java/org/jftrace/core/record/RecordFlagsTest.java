package org.jftrace.core.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RecordFlagsTest {
    private static final int CALL_OPS = RecordFlags.CALL_OPS;
    private static final int[] COUNTS = {0, 1, 2, 3, (1 << 19) - 1};

    private static int flags(int bits, int count) {
        return ((bits & 1) != 0 ? RecordFlags.ENABLED : 0)
                | ((bits & 2) != 0 ? CALL_OPS : 0)
                | ((bits & 1) != 0 && (bits & 4) != 0 ? RecordFlags.CALL_OPS_EN : 0)
                | count;
    }

    private static Decision decision(int flags) {
        return Decision.of(flags, true);
    }

    private static int settled(int flags) {
        return RecordFlags.settled(flags, true);
    }

    /** The kernel's ftrace_check_record as a table: wanted or not, enabled or not, ops as wanted or not. */
    @Test
    void theDecisionFollowsFromWantedAndEnabled() {
        for (int bits = 0; bits < 8; bits++) {
            boolean enabled = (bits & 1) != 0;
            for (int count : COUNTS) {
                boolean sameOps = ((bits & 2) != 0 && count == 1) == (enabled && (bits & 4) != 0);
                Decision expected = count == 0
                        ? (enabled ? Decision.MAKE_NOP : Decision.IGNORE)
                        : enabled ? (sameOps ? Decision.IGNORE : Decision.MODIFY_CALL) : Decision.MAKE_CALL;
                assertEquals(expected, decision(flags(bits, count)), "bits " + bits + " count " + count);
            }
        }
    }

    @Test
    void switchedOffEverySiteBecomesANopAndNothingIsForgotten() {
        int on = settled(RecordFlags.account(0, CALL_OPS, +1));
        assertEquals(Decision.MAKE_NOP, Decision.of(on, false));
        int off = RecordFlags.settled(on, false);
        assertEquals(1, RecordFlags.count(off));
        assertTrue(RecordFlags.has(off, CALL_OPS));
        assertEquals(Decision.IGNORE, Decision.of(off, false));
        assertEquals(Decision.MAKE_CALL, Decision.of(off, true));
        assertEquals(on, settled(off));
    }

    @Test
    void nothingIsLeftToDoOnceSettled() {
        for (int bits = 0; bits < 8; bits++) {
            for (int count : COUNTS) {
                int settled = settled(flags(bits, count));
                assertEquals(Decision.IGNORE, decision(settled));
                assertEquals(count, RecordFlags.count(settled));
                assertEquals(count > 0, RecordFlags.has(settled, RecordFlags.ENABLED));
            }
        }
    }

    @Test
    void onlyASiteWithALiteralAndOneTracerNamesIt() {
        int one = RecordFlags.account(0, CALL_OPS, +1);
        int two = RecordFlags.account(settled(one), CALL_OPS, +1);
        assertTrue(RecordFlags.has(one, CALL_OPS));
        assertEquals(Decision.MAKE_CALL, decision(one));
        assertEquals(Decision.MODIFY_CALL, decision(two));
        assertEquals(Decision.IGNORE, decision(RecordFlags.account(settled(two), CALL_OPS, +1)));
        assertEquals(Decision.MODIFY_CALL, decision(RecordFlags.account(settled(two), CALL_OPS, -1)));
        assertEquals(Decision.MAKE_NOP, decision(RecordFlags.account(settled(one), CALL_OPS, -1)));

        int without = RecordFlags.account(0, 0, +1);
        assertEquals(false, RecordFlags.has(without, CALL_OPS));
        assertEquals(Decision.IGNORE, decision(RecordFlags.account(settled(without), 0, +1)));
    }

    @Test
    void withdrawingKeepsWhatIsThere() {
        int done = settled(RecordFlags.account(0, CALL_OPS, +1));
        int withdrawn = RecordFlags.withdrawn(done, 0);
        assertEquals(0, RecordFlags.count(withdrawn));
        assertTrue(RecordFlags.has(withdrawn, RecordFlags.ENABLED));
        assertEquals(0, RecordFlags.withdrawn(RecordFlags.account(0, CALL_OPS, +1), 0));
    }

    @Test
    void theCountStaysInItsRange() {
        assertThrows(IllegalStateException.class, () -> RecordFlags.account(0, CALL_OPS, -1));
        assertThrows(IllegalStateException.class, () -> RecordFlags.account((1 << 19) - 1, CALL_OPS, +1));
    }
}
