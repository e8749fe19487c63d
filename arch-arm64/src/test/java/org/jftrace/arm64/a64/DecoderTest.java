package org.jftrace.arm64.a64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecoderTest {
    /** Rows that share words by their fixed bits; their conditions tell them apart, which is tried on every word. */
    @Test
    void noTwoRowsMatchOneWord() {
        List<Form> forms = Decoder.forms();
        List<String> overlaps = new ArrayList<>();
        for (int i = 0; i < forms.size(); i++) {
            for (int j = i + 1; j < forms.size(); j++) {
                int common = commonWord(forms.get(i).encoding(), forms.get(j).encoding());
                if (common != -1) {
                    overlaps.add(forms.get(i).name() + " and " + forms.get(j).name() + ": " + common);
                }
            }
        }
        assertEquals(List.of(), overlaps);
    }

    /** A word that both match, or -1, which is no allocated word; the fields in which they may differ are walked. */
    private static int commonWord(Encoding a, Encoding b) {
        int fixed = a.mask() | b.mask();
        if (((a.value() ^ b.value()) & a.mask() & b.mask()) != 0) {
            return -1;
        }
        int base = (a.value() & a.mask()) | (b.value() & b.mask());
        int free = ~fixed;
        int subset = 0;
        do {
            if (a.matches(base | subset) && b.matches(base | subset)) {
                return base | subset;
            }
            subset = (subset - free) & free;
        } while (subset != 0);
        return -1;
    }

    @Test
    void everyRowIsReached() {
        Random random = new Random(64);
        for (Form form : Decoder.forms()) {
            assertSame(form, Decoder.decode(allocatedWord(form.encoding(), random)), form.name());
        }
    }

    private static int allocatedWord(Encoding encoding, Random random) {
        int word;
        do {
            word = (random.nextInt() & ~encoding.mask()) | (encoding.value() & encoding.mask());
        } while (!encoding.matches(word));
        return word;
    }

    @Test
    void decodingIsWhatAWalkOverAllRowsFinds() {
        Random random = new Random(65);
        for (int i = 0; i < 200_000; i++) {
            int word = random.nextInt();
            Form walked = Decoder.forms().stream()
                    .filter(form -> form.encoding().matches(word))
                    .findFirst()
                    .orElse(null);
            assertSame(walked, Decoder.decode(word), () -> Integer.toHexString(word));
        }
    }

    @Test
    void all128HintsAreAllocatedForTheyExecuteAsNopAtLeast() {
        for (int hint = 0; hint < 128; hint++) {
            int word = 0xd503201f | hint << 5;
            assertNotNull(Decoder.decode(word), () -> Integer.toHexString(word));
        }
    }

    @Test
    void reservedCombinationsAreNotAllocated() {
        int[] reserved = {
            0x0b008000, // add w0, w0, w0, lsl #32
            0x0bc00000, // add with a rotated register
            0x12400000, // and w0, w0 with N set
            0x9240fc00, // and x0, x0 with an element of ones only
            0x12c00000, // movn w0 with the third halfword
            0x53400000, // ubfm w0 with N set
            0xd3000000, // ubfm x0 without N
            0x13808000, // extr w0, w0, w0, #32
            0x13c00000, // extr w0 with N set
            0x0b201400, // add extended, shifted by 5
            0xb8600800, // ldr w0, [x0, w0, uxtb]
            0x1ac04c00, // crc32x with a W register
            0x68000000, // stp of signed words
            0xe8000000, // a pair of size 3
            0x48217c00, // casp of an odd register
            0xd503401f | 2 << 16, // msr (immediate) of no field
            0x1e204000, // fmov s0, s0
            0xffffffff,
        };
        for (int word : reserved) {
            assertNull(Decoder.decode(word), () -> Integer.toHexString(word));
        }
    }
}
