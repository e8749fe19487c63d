package org.jftrace.arm64.a64.emit;

import static org.jftrace.arm64.a64.emit.Reg.SP;
import static org.jftrace.arm64.a64.emit.Reg.W0;
import static org.jftrace.arm64.a64.emit.Reg.X0;
import static org.jftrace.arm64.a64.emit.Reg.X1;
import static org.jftrace.arm64.a64.emit.Reg.XZR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class OperandChecksTest {
    @Test
    void spAndXzrAreNeverTakenForEachOther() {
        refused("xzr", () -> Arithmetic.add(XZR, X1, 1));
        refused("xzr", () -> Arithmetic.sub(SP, XZR, 16));
        refused("xzr", () -> LoadStore.ldr(X0, XZR, 0));
        refused("sp", () -> LoadStore.ldr(SP, X0, 0));
        refused("sp", () -> Arithmetic.add(X0, X1, SP));
        refused("sp", () -> Branches.br(SP));
        refused("sp", () -> Branches.cbz(SP, 0, 0));
        refused("sp", () -> LoadStore.stp(X0, SP, X1, 0));
        refused("sp", () -> Arithmetic.csel(SP, X0, X1, Condition.EQ));
        refused("sp", () -> Arithmetic.tst(SP, 1));
        refused("sp", () -> Moves.movz(SP, 1, 0));
    }

    @Test
    void registersOfDifferentSizesDoNotMix() {
        refused("w0", () -> Arithmetic.add(X0, X1, W0));
        refused("w0", () -> Arithmetic.sub(W0, X1, 4));
        refused("w0", () -> LoadStore.ldp(X1, W0, SP, 0));
        refused("w0", () -> LoadStore.ldr(X1, W0, 0));
        refused("w0", () -> Branches.blr(W0));
    }

    @Test
    void numbersOutOfRangeAreNamedWithTheRange() {
        refused("4097: it takes 0 to 4095", () -> Arithmetic.add(X0, X0, 4097));
        refused("-1: it takes 0 to 4095", () -> Arithmetic.sub(SP, SP, -1));
        refused("4096: it takes 0 to 4095", () -> Arithmetic.cmp(X0, 0x100_0000));
        refused("32768: it takes multiples of 8 from 0 to 32760", () -> LoadStore.ldr(X0, SP, 32768));
        refused("4: it takes multiples of 8 from 0 to 32760", () -> LoadStore.str(X0, SP, 4));
        refused("-257: it takes -256 to 255", () -> LoadStore.ldur(X0, SP, -257));
        refused("256: it takes -256 to 255", () -> LoadStore.strPre(X0, SP, 256));
        refused("512: it takes multiples of 8 from -512 to 504", () -> LoadStore.stpPre(X0, X1, SP, 512));
        refused("-260: it takes multiples of 4 from -256 to 252", () -> LoadStore.ldp(W0, X1.w(), SP, -260));
        refused("65536: it takes 0 to 65535", () -> SystemInstructions.brk(65536));
        refused("0x5 is no bitmask immediate of 64 bits", () -> Arithmetic.and(X0, X0, 5));
        refused("0xffffffff is no bitmask immediate of 32 bits", () -> Arithmetic.and(W0, W0, 0xffff_ffffL));
        refused("0xffffffff00000001 is no bitmask immediate of 32", () -> Arithmetic.and(W0, W0, -0xffff_ffffL));
    }

    @Test
    void unpredictableLoadsAndStoresAreRefused() {
        refused("x0 twice", () -> LoadStore.ldp(X0, X0, SP, 0));
        refused("x0 is written back", () -> LoadStore.ldrPost(X0, X0, 8));
        refused("x0 is written back", () -> LoadStore.stpPre(X1, X0, X0, -16));
    }

    @Test
    void bicClearsTheBitsThatAndKeeps() {
        assertEquals(Arithmetic.and(X0, X1, -16), Arithmetic.bic(X0, X1, 15));
        assertEquals(Arithmetic.and(W0, X1.w(), 0xffff_fff0L), Arithmetic.bic(W0, X1.w(), 15));
    }

    @Test
    void registersKnowTheirOtherHalfAndNumber() {
        assertEquals(Reg.WSP, SP.w());
        assertEquals(Reg.WZR, XZR.w());
        assertEquals(Reg.W30, Reg.LR.w());
        assertEquals(Reg.X29, Reg.x(29));
        assertEquals(Reg.FP, Reg.x(29));
        assertThrows(IllegalArgumentException.class, () -> Reg.x(31));
        assertThrows(IllegalArgumentException.class, () -> Reg.x(-1));
    }

    @Test
    void invertedConditionsAreEachOthersInverse() {
        for (Condition condition : Condition.values()) {
            if (condition.number() >= 14) {
                assertThrows(IllegalArgumentException.class, condition::inverse);
            } else {
                assertEquals(condition.number() ^ 1, condition.inverse().number());
            }
        }
    }

    private static void refused(String said, Executable encoder) {
        String message = assertThrows(IllegalArgumentException.class, encoder).getMessage();
        assertTrue(message.contains(said), message);
    }
}
