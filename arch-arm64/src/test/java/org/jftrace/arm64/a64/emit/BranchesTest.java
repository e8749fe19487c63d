package org.jftrace.arm64.a64.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jftrace.arm64.a64.emit.Assembler.Relative;
import org.jftrace.arm64.a64.text.Disassembler;
import org.junit.jupiter.api.Test;

class BranchesTest {
    private static final long MI = 1 << 20;
    private static final long PC = 0xffff_8000_8000_0000L;

    /** RACES.md S1. */
    @Test
    void blReachesExactlyMinus128MiToPlus128MiMinus4() {
        assertReach(Branches::bl, 128 * MI);
        assertReach(Branches::b, 128 * MI);
    }

    @Test
    void conditionalBranchesReachExactly1Mi() {
        assertReach((from, to) -> Branches.b(Condition.NE, from, to), MI);
        assertReach((from, to) -> Branches.cbz(Reg.X3, from, to), MI);
        assertReach((from, to) -> Branches.cbnz(Reg.W3, from, to), MI);
        assertReach((from, to) -> LoadStore.ldrLiteral(Reg.X3, from, to), MI);
    }

    @Test
    void testAndBranchReachesExactly32Ki() {
        assertReach((from, to) -> Branches.tbz(Reg.X3, 63, from, to), 32 << 10);
        assertReach((from, to) -> Branches.tbnz(Reg.W3, 31, from, to), 32 << 10);
    }

    private static void assertReach(Relative branch, long reach) {
        for (long to : new long[] {PC - reach, PC - reach + 4, PC, PC + 4, PC + reach - 4}) {
            String text = Disassembler.disassemble(branch.encode(PC, to), PC);
            assertTrue(text.endsWith("0x" + Long.toHexString(to)), text);
        }
        for (long to : new long[] {PC - reach - 4, PC + reach, PC + 1, PC - 2, PC + reach - 3}) {
            String message = assertThrows(IllegalArgumentException.class, () -> branch.encode(PC, to))
                    .getMessage();
            assertTrue(message.contains("0x" + Long.toHexString(to)), message);
            assertTrue(message.contains(-reach + " to " + (reach - 4)), message);
        }
    }

    @Test
    void reachesSaysWhatBlAccepts() {
        assertTrue(Branches.reaches(PC, PC - 128 * MI));
        assertTrue(Branches.reaches(PC, PC + 128 * MI - 4));
        assertFalse(Branches.reaches(PC, PC - 128 * MI - 4));
        assertFalse(Branches.reaches(PC, PC + 128 * MI));
        assertFalse(Branches.reaches(PC, PC + 2));
    }

    @Property
    void reachesAndBlAgree(@ForAll @LongRange(min = -0x900_0000, max = 0x900_0000) long distance) {
        boolean encoded = true;
        try {
            assertEquals(
                    "bl 0x" + Long.toHexString(PC + distance),
                    Disassembler.disassemble(Branches.bl(PC, PC + distance), PC));
        } catch (IllegalArgumentException e) {
            encoded = false;
        }
        assertEquals(Branches.reaches(PC, PC + distance), encoded);
    }

    @Test
    void bitsThatARegisterDoesNotHaveAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Branches.tbz(Reg.W0, 32, PC, PC));
        assertThrows(IllegalArgumentException.class, () -> Branches.tbz(Reg.X0, 64, PC, PC));
        assertThrows(IllegalArgumentException.class, () -> Branches.tbz(Reg.X0, -1, PC, PC));
    }

    @Test
    void adrAndAdrpReachBytesAndPages() {
        assertEquals(
                "adr x1, 0x" + Long.toHexString(PC + MI - 1),
                Disassembler.disassemble(Addresses.adr(Reg.X1, PC, PC + MI - 1), PC));
        assertThrows(IllegalArgumentException.class, () -> Addresses.adr(Reg.X1, PC, PC + MI));
        assertEquals(
                "adrp x1, 0x" + Long.toHexString(PC + 0xffff_f000L),
                Disassembler.disassemble(Addresses.adrp(Reg.X1, PC + 8, PC + 0xffff_ffffL), PC + 8));
        assertThrows(IllegalArgumentException.class, () -> Addresses.adrp(Reg.X1, PC, PC + (1L << 32)));
        assertEquals(0xabc, Addresses.pageOffset(PC + 0xabc));
    }
}
