package org.jftrace.arm64.a64.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jftrace.arm64.a64.BitmaskImmediate;
import org.jftrace.arm64.a64.DataProcessingImmediate;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.Encoding;
import org.jftrace.arm64.a64.Form;

class MovesTest {
    @Property
    void aConstantIsWhatItsWordsMake(@ForAll long value) {
        int[] words = Moves.mov(Reg.X7, value);
        assertEquals(value, executed(words));
        assertTrue(words.length <= 4);
    }

    @Property
    void halfwordsThatNeedNoWordHaveNone(@ForAll short high, @ForAll boolean ones) {
        long value = ((long) high << 48) ^ (ones ? 0x0000_ffff_ffff_ffffL : 0);
        assertEquals(1, Moves.mov(Reg.X7, value).length);
        assertEquals(value, executed(Moves.mov(Reg.X7, value)));
    }

    @Example
    void constantsOfOneWordHaveOne() {
        for (long value : new long[] {
            0, -1, 1, 0xffff, 0x1_0000, -0x1_0000, Long.MIN_VALUE, Long.MAX_VALUE, 0x5555555555555555L, 0xffffffffL
        }) {
            assertEquals(1, Moves.mov(Reg.X7, value).length, () -> Long.toHexString(value));
            assertEquals(value, executed(Moves.mov(Reg.X7, value)));
        }
        assertEquals(2, Moves.mov(Reg.X7, 0x1234_5678L).length);
        assertEquals(2, Moves.mov(Reg.X7, 0xffff_1234_ffff_5678L).length);
        assertEquals(4, Moves.mov(Reg.X7, 0x1122_3344_5566_7788L).length);
    }

    @Example
    void registersOfTheWrongKindAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Moves.mov(Reg.W0, 5L));
        assertThrows(IllegalArgumentException.class, () -> Moves.mov(Reg.W0, 0x1122_3344_5566_7788L));
        assertThrows(IllegalArgumentException.class, () -> Moves.mov(Reg.SP, 5L));
        assertThrows(IllegalArgumentException.class, () -> Moves.mov(Reg.SP, 0x5555555555555555L));
        assertThrows(IllegalArgumentException.class, () -> Moves.mov(Reg.X0, Reg.W1));
        assertThrows(IllegalArgumentException.class, () -> Moves.mov(Reg.SP, Reg.XZR));
        assertThrows(IllegalArgumentException.class, () -> Moves.movz(Reg.W0, 1, 32));
        assertThrows(IllegalArgumentException.class, () -> Moves.movz(Reg.X0, 1, 8));
        assertThrows(IllegalArgumentException.class, () -> Moves.movz(Reg.X0, 0x10000, 0));
        assertThrows(IllegalArgumentException.class, () -> Moves.movk(Reg.X0, -1, 0));
    }

    /** What x7 holds after the words, by the Arm ARM's description of the four instructions. */
    private static long executed(int[] words) {
        long x7 = 0x0bad_0bad_0bad_0badL;
        for (int word : words) {
            Form form = Decoder.decode(word);
            Encoding encoding = form.encoding();
            assertEquals(7, encoding.field(word, 'd'), Arrays.toString(words));
            assertEquals(1, encoding.field(word, 'f'), Arrays.toString(words));
            if (form == DataProcessingImmediate.ORR_IMMEDIATE) {
                assertEquals(31, encoding.field(word, 'n'));
                x7 = BitmaskImmediate.decode(word >>> 10 & 0x1fff);
                continue;
            }
            int shift = 16 * encoding.field(word, 'h');
            long halfword = (long) encoding.field(word, 'i') << shift;
            x7 = form == DataProcessingImmediate.MOVZ
                    ? halfword
                    : form == DataProcessingImmediate.MOVN ? ~halfword : (x7 & ~(0xffffL << shift)) | halfword;
        }
        return x7;
    }
}
