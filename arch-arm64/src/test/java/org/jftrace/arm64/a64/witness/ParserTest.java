package org.jftrace.arm64.a64.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.Form;
import org.jftrace.arm64.a64.text.Disassembler;
import org.jftrace.arm64.a64.text.InstructionParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {
    private static long noSymbol(String name) {
        throw new IllegalArgumentException("no label " + name);
    }

    private static int parse(String text) {
        return InstructionParser.parse(text, Vectors.PC, ParserTest::noSymbol);
    }

    private static void check(int word, String text, List<String> wrong) {
        try {
            int parsed = parse(text);
            Form form = Objects.requireNonNull(Decoder.decode(word));
            if (parsed != KnownDifferences.canonical(form, word)) {
                wrong.add(String.format("%08x, not %08x, of %s", parsed, word, text));
            }
        } catch (IllegalArgumentException e) {
            wrong.add(String.format("%08x: %s", word, e.getMessage()));
        }
    }

    @Test
    void everyVectorIsReadBackFromItsText() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Vectors.Vector vector : Vectors.read()) {
            check(vector.word(), Disassembler.disassemble(vector.word(), Vectors.PC), wrong);
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void randomInstructionsAreReadBackFromTheirText() {
        RandomWords random = new RandomWords(new Random(20_261_125));
        List<String> wrong = new ArrayList<>();
        for (Form form : Decoder.forms()) {
            for (int i = 0; i < 20; i++) {
                int word = random.next(form) | form.encoding().ignored();
                check(word, Disassembler.disassemble(word, Vectors.PC), wrong);
            }
        }
        assertEquals(List.of(), wrong);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ADD X0,X1,16           | add x0, x1, #0x10",
                "add x0, x1, #4096      | add x0, x1, #0x1, lsl #12",
                "  ldr  x0 , [ sp , 8 ] | ldr x0, [sp, #8]",
                "b.hs 0x700000008       | b.cs 0x700000008",
                "mov w0, #-1            | mov w0, #0xffffffff",
                "mov x29, sp            | mov x29, sp",
                "br lr                  | br x30",
                "add sp, sp, x1, uxtx   | add sp, sp, x1",
                "tbz x3, #3, 0x700000008| tbz w3, #3, 0x700000008",
                "movk x1, 7             | movk x1, #0x7",
                "adrp x0, 0x700001234   | adrp x0, 0x700001000",
            })
    void whatGnuAsTakesForTheSameIsTaken(String text, String printed) {
        assertEquals(printed.strip(), Disassembler.disassemble(parse(text), Vectors.PC));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frob x0                     | no instruction frob",
                "add x0, x1, #4097           | 4097 is not in 0..4095",
                "add x0, w1, #1              | this takes a register of 64 bits, not of 32",
                "ldr x0, [x1, #12]           | 12 is not in 0..32760, multiples of 8",
                "stp x0, x1, [sp, #512]      | 512 is not in -512..504, multiples of 8",
                "ldr x0, [x1, #256]!         | 256 is not in -256..255",
                "lsl w0, w1, #32             | 32 is not in 0..31",
                "movz w0, #1, lsl #32        | no such combination of operands",
                "movz x0, #0x10000           | 65536 is not in 0..65535",
                "and x0, x1, #0x5            | 0x5 is no repeated run of ones of 64 bits at most",
                "b 0x708000000               | 134217728 is not in -134217728..134217724, multiples of 4",
                "b 0x6f7fffffc               | -134217732 is not in -134217728..134217724, multiples of 4",
                "tbz x0, #64, 0x700000000    | 64 is not in 0..63",
                "tbz w0, #32, 0x700000000    | 32 is not in 0..31",
                "cset x0, foo                | foo is none of",
                "add x0, x1, x2, foo #1      | foo is none of",
                "nop x0                      | does not go on with 'x0'",
                "ret 5                       | is no register here",
                "mov x0                      | expected ','",
                "msr foo, x0                 | there is no foo",
                "b nowhere                   | no label nowhere",
                "isb5                        | no instruction isb5",
                "bl0x700000000               | no instruction bl0x700000000",
            })
    void whatIsWrongIsNamedWithItsRange(String text, String reason) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> parse(text)).getMessage();
        assertTrue(message.contains(reason.strip()), () -> message);
    }
}
