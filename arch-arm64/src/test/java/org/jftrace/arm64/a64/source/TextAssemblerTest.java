package org.jftrace.arm64.a64.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.emit.Listing;
import org.jftrace.arm64.a64.witness.KnownDifferences;
import org.jftrace.arm64.a64.witness.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextAssemblerTest {
    private static final long BASE = 0x8000;

    private static Listing assemble(String source) {
        return TextAssembler.assemble(source, BASE, Map.of("gate", 0x1234_5678_9abcL, "near", BASE + 0x100));
    }

    @Test
    void aTextBecomesTheWordsThatItPrints() {
        String source = """
                tramp:  bti   c              // a comment
                        STP   x29, x30, [sp, #-16]!
                        ldr   x16, =gate
                        cbz   x0, out
                loop:   subs  x0, x0, 1
                        b.ne  loop
                        bl    near

                out:    blr   x16
                        ldp   x29, x30, [sp], 16
                        ret
                        .balign 8
                table:  .quad 0xfedcba9876543210
                        .inst 0xd503201f
                """;
        String expected = """
                bti c
                stp x29, x30, [sp, #-16]!
                ldr x16, 0x8038
                cbz x0, 0x801c
                subs x0, x0, #0x1
                b.ne 0x8010
                bl 0x8100
                blr x16
                ldp x29, x30, [sp], #16
                ret
                .word 0x76543210
                .word 0xfedcba98
                nop
                .word 0x00000000
                .word 0x56789abc
                .word 0x00001234
                """;
        assertEquals(expected, printed(assemble(source)));
    }

    private static String printed(Listing code) {
        return code.toString().lines().map(line -> line.substring(10) + "\n").collect(Collectors.joining());
    }

    @Test
    void theVectorsOfGnuAsAreOneText() throws IOException {
        List<Vectors.Vector> vectors = Vectors.read().stream()
                .filter(vector -> !vector.text().matches(".* 0x[0-9a-f]+"))
                .toList();
        int[] words = TextAssembler.assemble(
                        vectors.stream().map(Vectors.Vector::text).collect(Collectors.joining("\n")),
                        Vectors.PC,
                        Map.of())
                .words();
        assertEquals(vectors.size(), words.length);
        for (int i = 0; i < words.length; i++) {
            int expected = KnownDifferences.canonical(
                    Decoder.decode(vectors.get(i).word()), vectors.get(i).word());
            assertEquals(
                    Integer.toHexString(expected),
                    Integer.toHexString(words[i]),
                    vectors.get(i).text());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add x0, x0, #5000  | 5000 is not in 0..4095",
                "frob x0            | no instruction frob",
                "b nowhere          | nowhere: no such label",
                "ldr x0, =nothing   | no constant nothing",
                "ldr x31, =1        | 31",
                "tbz x0, #1, gate   | is not in -32768..32764, multiples of 4",
                "first: nop         | first: label first is bound to 0x8000",
                "gate: nop          | gate: is given already",
                ".quad 5            | .quad is not at a multiple of 8: 0x8004",
                ".inst 0x100000000  | a word is not in 0..0xffffffff: 0x100000000",
                ".balign 16         | .balign takes 8, not 16",
            })
    void anErrorNamesTheLineTheTextAndTheRange(String line, String reason) {
        SourceException e = assertThrows(SourceException.class, () -> assemble("first:\nnop\n" + line + "\nret"));
        assertEquals(3, e.line());
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("line 3: ") && message.contains(reason), message);
    }

    @Test
    void aLabelOutOfReachIsTheErrorOfTheLineThatNamesIt() {
        String source = "tbz x0, #1, far\n" + "nop\n".repeat(8191) + "far: ret";
        SourceException e = assertThrows(SourceException.class, () -> assemble(source));
        assertEquals("line 1: tbz x0, #1, far: 32768 is not in -32768..32764, multiples of 4", e.getMessage());
    }
}
