package org.jftrace.arm64.a64.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jftrace.arm64.a64.witness.Vectors;
import org.junit.jupiter.api.Test;

class ConcurrentPatchTest {
    private static final int NOP = SystemInstructions.NOP;
    private static final int BL = Branches.bl(0, 0x1000);

    @Test
    void exactlyTheEightInstructionsOfTheArmArmMayReplaceANop() throws IOException {
        Set<String> allowed = new TreeSet<>();
        for (Vectors.Vector vector : Vectors.read()) {
            if (ConcurrentPatch.allowed(NOP, vector.word()) && ConcurrentPatch.allowed(vector.word(), NOP)) {
                allowed.add(vector.text().split(" ", 2)[0]);
            }
        }
        assertEquals(Set.of("b", "bl", "brk", "hvc", "isb", "nop", "smc", "svc"), allowed);
    }

    @Test
    void callSitesMayBeSwitchedOnAndOffAndOver() {
        ConcurrentPatch.check(NOP, BL);
        ConcurrentPatch.check(BL, NOP);
        ConcurrentPatch.check(BL, Branches.bl(0, 0x2000));
    }

    @Test
    void otherWordsAreRefusedInBothDirectionsByName() {
        Map<Integer, String> refused = Map.of(
                Moves.mov(Reg.X9, Reg.LR),
                "mov x9, x30",
                SystemInstructions.BTI_C,
                "bti c",
                SystemInstructions.PACIASP,
                "paciasp",
                Branches.blr(Reg.X1),
                "blr x1",
                Branches.b(Condition.EQ, 0, 8),
                "b.eq 0x8",
                0x1e204000,
                ".inst 0x1e204000");
        refused.forEach((word, text) -> {
            assertFalse(ConcurrentPatch.allowed(word, NOP));
            assertFalse(ConcurrentPatch.allowed(NOP, word));
            String message = assertThrows(IllegalArgumentException.class, () -> ConcurrentPatch.check(word, BL))
                    .getMessage();
            assertTrue(message.contains(text) && message.contains("bl 0x1000"), message);
            assertThrows(IllegalArgumentException.class, () -> ConcurrentPatch.check(BL, word));
        });
    }

    @Test
    void aWordMayReplaceItself() {
        ConcurrentPatch.check(Moves.mov(Reg.X9, Reg.LR), Moves.mov(Reg.X9, Reg.LR));
    }
}
