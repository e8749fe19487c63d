package org.jftrace.core.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RecordFlagsTest {
    private static final int[] COUNTS = {0, 1, 2, 3, (1 << 24) - 1};

    private static int flags(int bits, int count) {
        return ((bits & 1) != 0 ? RecordFlags.ENABLED : 0)
                | ((bits & 2) != 0 ? RecordFlags.CALL_OPS : 0)
                | ((bits & 4) != 0 ? RecordFlags.CALL_OPS_EN : 0)
                | count;
    }

    /** The kernel's ftrace_check_record as a table: wanted or not, enabled or not, ops as wanted or not. */
    @Test
    void theDecisionFollowsFromWantedAndEnabled() {
        for (int bits = 0; bits < 8; bits++) {
            boolean enabled = (bits & 1) != 0;
            boolean sameOps = ((bits & 2) != 0) == ((bits & 4) != 0);
            for (int count : COUNTS) {
                Decision expected = count == 0
                        ? (enabled ? Decision.MAKE_NOP : Decision.IGNORE)
                        : enabled ? (sameOps ? Decision.IGNORE : Decision.MODIFY_CALL) : Decision.MAKE_CALL;
                assertEquals(expected, Decision.of(flags(bits, count)), "bits " + bits + " count " + count);
            }
        }
    }

    @Test
    void nothingIsLeftToDoOnceSettled() {
        for (int bits = 0; bits < 8; bits++) {
            for (int count : COUNTS) {
                int settled = RecordFlags.settled(flags(bits, count));
                assertEquals(Decision.IGNORE, Decision.of(settled));
                assertEquals(count, RecordFlags.count(settled));
                assertEquals(count > 0, RecordFlags.has(settled, RecordFlags.ENABLED));
            }
        }
    }

    @Test
    void onlyASiteWithALiteralAndOneTracerNamesIt() {
        int one = RecordFlags.account(0, true, +1);
        int two = RecordFlags.account(RecordFlags.settled(one), true, +1);
        assertTrue(RecordFlags.has(one, RecordFlags.CALL_OPS));
        assertEquals(Decision.MAKE_CALL, Decision.of(one));
        assertEquals(Decision.MODIFY_CALL, Decision.of(two));
        assertEquals(Decision.IGNORE, Decision.of(RecordFlags.account(RecordFlags.settled(two), true, +1)));
        assertEquals(Decision.MODIFY_CALL, Decision.of(RecordFlags.account(RecordFlags.settled(two), true, -1)));
        assertEquals(Decision.MAKE_NOP, Decision.of(RecordFlags.account(RecordFlags.settled(one), true, -1)));

        int without = RecordFlags.account(0, false, +1);
        assertEquals(false, RecordFlags.has(without, RecordFlags.CALL_OPS));
        assertEquals(Decision.IGNORE, Decision.of(RecordFlags.account(RecordFlags.settled(without), false, +1)));
    }

    @Test
    void withdrawingKeepsWhatIsThere() {
        int done = RecordFlags.settled(RecordFlags.account(0, true, +1));
        int withdrawn = RecordFlags.withdrawn(done, 0);
        assertEquals(0, RecordFlags.count(withdrawn));
        assertTrue(RecordFlags.has(withdrawn, RecordFlags.ENABLED));
        assertEquals(0, RecordFlags.withdrawn(RecordFlags.account(0, true, +1), 0));
    }

    @Test
    void theCountStaysInItsRange() {
        assertThrows(IllegalStateException.class, () -> RecordFlags.account(0, true, -1));
        assertThrows(IllegalStateException.class, () -> RecordFlags.account((1 << 24) - 1, true, +1));
    }
}
