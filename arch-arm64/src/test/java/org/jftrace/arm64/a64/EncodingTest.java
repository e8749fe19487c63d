package org.jftrace.arm64.a64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EncodingTest {
    private static final Encoding ADR = DataProcessingImmediate.ADR.encoding();
    private static final Encoding TBZ = BranchesExceptionsSystem.TBZ.encoding();

    @Test
    void fixedBitsAreMaskAndValue() {
        Encoding encoding = Encoding.of("1 0 x 0000000000000000000000000 nnnn");
        assertEquals(0xdffffff0, encoding.mask());
        assertEquals(0xa0000000, encoding.value());
        assertEquals(0x20000000, encoding.ignored());
        assertTrue(encoding.matches(0x8000000f));
        assertFalse(encoding.matches(0x0000000f));
    }

    @Test
    void lowBitsOfAdrStandAboveTheHighOnes() {
        assertEquals(21, ADR.width('i'));
        assertEquals(0b01, ADR.field(0x30000000, 'i'));
        assertEquals(0b100, ADR.field(0x10000020, 'i'));
        assertEquals(-1, ADR.signedField(0x70ffffe0, 'i'));
        assertEquals(0x70ffffe0, ADR.with(0x10000000, 'i', -1));
    }

    @Test
    void bitNumberOfTbzIsJoinedFromTwoPieces() {
        assertEquals(63, TBZ.field(0xb6f80000, 'b'));
        assertEquals(32, TBZ.field(0xb6000000, 'b'));
        assertEquals(0xb6080000, TBZ.with(0x36000000, 'b', 33));
    }

    @Test
    void everyFieldReadsBackWhatWasSetAndNothingElseChanges() {
        for (Form form : Decoder.forms()) {
            Encoding encoding = form.encoding();
            for (char letter = 'A'; letter <= 'z'; letter++) {
                if (letter != 'x' && letter != 'j' && encoding.has(letter)) {
                    int ones = (1 << encoding.width(letter)) - 1;
                    int word = encoding.with(encoding.value(), letter, ones);
                    assertEquals(ones, encoding.field(word, letter), form.name());
                    assertEquals(-1, encoding.signedField(word, letter), form.name());
                    assertEquals(encoding.value(), encoding.with(word, letter, 0), form.name());
                }
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> TBZ.with(TBZ.value(), 'b', 64));
        assertThrows(IllegalArgumentException.class, () -> TBZ.with(TBZ.value(), 'b', -33));
        assertThrows(IllegalArgumentException.class, () -> TBZ.field(0, 'd'));
        assertThrows(IllegalArgumentException.class, () -> Encoding.of("0101"));
        assertThrows(IllegalArgumentException.class, () -> Encoding.of("?" + "0".repeat(31)));
    }
}
