package org.jftrace.rethook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.jftrace.returns.RegisterSet;
import org.jftrace.returns.ReturnHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShadowStackTest {
    private static final int NODES = 4;
    private static final long ONE = 0x1000;
    private static final long OTHER = 0x2000;

    private final HookedFunction guest = new HookedFunction();
    private final Rethook rethook = guest.alloc(RegisterSet.RESULTS, NODES, (cpu, node, regs) -> {});
    private final ShadowStack stack = new ShadowStack();

    @AfterEach
    void close() {
        guest.close();
    }

    private RethookNode push(long trampoline, long sp, long realReturn) {
        RethookNode node = rethook.tryGet(guest.machine.cpu(0));
        assertNotNull(node);
        node.trampoline = trampoline;
        node.frame = sp;
        node.realReturn = realReturn;
        stack.push(node);
        return node;
    }

    private int freeNodes() {
        int free = 0;
        while (rethook.tryGet(guest.machine.cpu(0)) != null) {
            free++;
        }
        return free;
    }

    private void pop(RethookNode node) {
        stack.pop(0, node);
        rethook.recycle(guest.machine.cpu(0), node);
    }

    @Test
    void callsReturnInnermostFirst() {
        RethookNode outer = push(ONE, 96, 1);
        RethookNode inner = push(ONE, 64, 2);
        assertSame(inner, stack.returning(0, ONE, 64));
        pop(inner);
        assertSame(outer, stack.returning(0, ONE, 96));
        pop(outer);
        assertNull(stack.returning(0, ONE, 96));
        assertEquals(0, rethook.missed());
    }

    @Test
    void twoHooksOfOneCallReturnNewestFirst() {
        RethookNode first = push(ONE, 96, 1);
        RethookNode second = push(ONE, 96, ONE);
        assertSame(second, stack.returning(0, ONE, 96));
        pop(second);
        assertSame(first, stack.returning(0, ONE, 96));
    }

    @Test
    void framesThatWereLeftWithoutReturningAreMissedOnceEach() {
        RethookNode outer = push(ONE, 96, 1);
        push(OTHER, 64, 2);
        push(ONE, 32, 3);
        assertSame(outer, stack.returning(0, ONE, 96));
        assertEquals(2, rethook.missed());
        pop(outer);
        assertEquals(NODES, freeNodes());
    }

    /** Taken for the outer call's, the return would go where that returns to. */
    @Test
    void aReturnThatNobodyHookedIsNotTakenForAnotherAndDropsNothing() {
        RethookNode outer = push(ONE, 96, 1);
        RethookNode inner = push(OTHER, 64, 2);
        assertNull(stack.returning(0, ONE, 80));
        assertNull(stack.returning(0, ONE, 64));
        assertNull(stack.returning(0, OTHER, 96));
        assertEquals(0, rethook.missed());
        assertSame(inner, stack.returning(0, OTHER, 64));
        pop(inner);
        assertSame(outer, stack.returning(0, ONE, 96));
    }

    @Test
    void whatAHandlerCalledAndLeftGoesWithTheReturnUnderWay() {
        RethookNode under = push(ONE, 96, 1);
        assertSame(under, stack.returning(0, ONE, 96));
        push(ONE, 64, 2);
        pop(under);
        assertEquals(1, rethook.missed());
        assertEquals(NODES, freeNodes());
    }

    @Test
    void theRealReturnsOfEachTrampolineAreCountedFromTheNewest() {
        push(ONE, 96, 11);
        push(OTHER, 96, 12);
        push(ONE, 64, 13);
        assertEquals(13, stack.realReturn(ONE, 0, 0));
        assertEquals(11, stack.realReturn(ONE, 0, 1));
        assertEquals(ReturnHandler.NONE, stack.realReturn(ONE, 0, 2));
        assertEquals(12, stack.realReturn(OTHER, 0, 0));
        assertEquals(13, stack.realReturn(ONE, 64, 0));
        assertEquals(11, stack.realReturn(ONE, 65, 0));
        assertEquals(ReturnHandler.NONE, stack.realReturn(ONE, 97, 0));
    }

    @Test
    void aDeadTaskGivesEveryNodeBackAndMissesEachCall() {
        push(ONE, 96, 1);
        push(OTHER, 64, 2);
        push(ONE, 32, 3);
        stack.flush(0);
        assertEquals(3, rethook.missed());
        assertEquals(NODES, freeNodes());
        assertEquals(ReturnHandler.NONE, stack.realReturn(ONE, 0, 0));
    }
}
