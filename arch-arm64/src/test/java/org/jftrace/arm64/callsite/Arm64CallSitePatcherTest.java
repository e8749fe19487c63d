package org.jftrace.arm64.callsite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.arm64.TextMemory;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.CallTarget;
import org.jftrace.spi.arch.PatchMismatchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Arm64CallSitePatcherTest {
    private static final int NOP = 0xd503201f;
    private static final long IP = 0x1000_000cL;
    private static final long MIB = 1 << 20;

    private final CallSite site = new CallSite(IP - 4, IP, IP - 12);
    private final TextMemory memory = new TextMemory().words(IP - 12, NOP, NOP, NOP, NOP);
    private final Arm64CallSitePatcher patcher = new Arm64CallSitePatcher(memory);

    @Test
    void theLiteralIsWrittenBeforeTheInstructionThatShowsIt() {
        patcher.initialise(site, 0xffff800080f880a0L);
        assertEquals(List.of("10000000=ffff800080f880a0", "10000008=aa1e03e9"), memory.patches());
    }

    @Test
    void initialisingAgainWritesNoInstruction() {
        patcher.initialise(site, 0x10);
        patcher.initialise(site, 0x20);
        assertEquals(
                List.of("10000000=0000000000000010", "10000008=aa1e03e9", "10000000=0000000000000020"),
                memory.patches());
    }

    @Test
    void theWordsAreThoseOfTheKernel() {
        CallSite vfsRead = new CallSite(0xffff8000804522d8L, 0xffff8000804522dcL, 0xffff8000804522d0L);
        memory.words(vfsRead.ip(), NOP);
        patcher.makeCall(vfsRead, new CallTarget(0xffff80008002cdd8L));
        assertEquals(0x97ef6abf, memory.readWord(vfsRead.ip()));
    }

    /** RACES.md S1. */
    @ParameterizedTest
    @ValueSource(longs = {-128 * MIB, -128 * MIB + 4, -4, 4, 128 * MIB - 4})
    void aTargetInReachIsCalledAndTakenBack(long distance) {
        CallTarget target = new CallTarget(IP + distance);
        patcher.makeCall(site, target);
        assertEquals(0x94000000 | ((int) (distance >> 2) & 0x3ffffff), memory.readWord(IP));
        patcher.makeNop(site, target);
        assertEquals(NOP, memory.readWord(IP));
    }

    /** RACES.md S1. */
    @ParameterizedTest
    @ValueSource(longs = {-128 * MIB - 4, 128 * MIB, 2, Long.MIN_VALUE, Long.MAX_VALUE - 0x2000_0000L})
    void aTargetOutOfReachIsRefusedAndNothingIsWritten(long distance) {
        FtraceException refused =
                assertThrows(FtraceException.class, () -> patcher.makeCall(site, new CallTarget(IP + distance)));
        assertEquals(Errno.ERANGE, refused.errno());
        assertTrue(refused.getMessage().contains("0x1000000c"), refused.getMessage());
        assertEquals(List.of(), memory.patches());
    }

    /** RACES.md S3. */
    @Test
    void aBranchElsewhereIsNotTakenBack() {
        patcher.makeCall(site, new CallTarget(IP + 8));
        PatchMismatchException mismatch =
                assertThrows(PatchMismatchException.class, () -> patcher.makeNop(site, new CallTarget(IP + 16)));
        assertEquals(IP, mismatch.ip());
        assertEquals(0x94000004, mismatch.expected());
        assertEquals(0x94000002, mismatch.found());
        assertEquals(0x94000002, memory.readWord(IP));
    }

    @Test
    void aBranchIsTurnedElsewhereInOneWrite() {
        patcher.makeCall(site, new CallTarget(IP + 8));
        patcher.modifyCall(site, new CallTarget(IP + 8), new CallTarget(IP - 8));
        assertEquals(List.of("1000000c=94000002", "1000000c=97fffffe"), memory.patches());
    }

    @Test
    void aSecondCallOnTheSameSiteIsRefused() {
        patcher.makeCall(site, new CallTarget(IP + 8));
        assertThrows(PatchMismatchException.class, () -> patcher.makeCall(site, new CallTarget(IP + 8)));
    }

    @Test
    void namingTheOpsIsOneStore() {
        patcher.setOps(site, 0xffff800080f88178L);
        assertEquals(List.of("10000000=ffff800080f88178"), memory.patches());
    }

    @Test
    void aSiteWithoutLiteralCannotNameItsOps() {
        CallSite bare = new CallSite(IP - 4, IP, CallSite.NO_LITERAL);
        assertThrows(IllegalArgumentException.class, () -> patcher.setOps(bare, 1));
        patcher.initialise(bare, 1);
        assertEquals(List.of("10000008=aa1e03e9"), memory.patches());
    }
}
