package org.jftrace.arm64.a64.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.Form;
import org.jftrace.arm64.a64.text.Disassembler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random instructions against GNU as and objdump; {@code -Da64.seed=} repeats or varies a run. */
class GnuWitnessTest {
    private static final int COUNT = 20_000;
    private static final long SEED = Long.getLong("a64.seed", 20_261_123);

    /** Not in our tables: memory tagging, keys in memory, copy and set instructions, TME, CSSC, FlagM, LS64, BC.cond. */
    private static final String LEFT_OUT =
            "addg|subg|subps?|gmi|irg|ldgm?|stz?2?gm?|stgp|stzgm|ldraa|ldrab|b(l?)ra[ab]z?"
                    + "|eret(a[ab])?|drps|cpy\\w+|set(f8|f16|g?[pme]\\w*)|rmif|cfinv|xaflag|axflag|[us](max|min)|abs|cnt|ctz"
                    + "|(ld|st)64b(v0?)?|dcps[123]|t(cancel|commit|start|test)|wfet|wfit|bc\\.\\w\\w";

    private final GnuBinutils gnu;

    GnuWitnessTest(@TempDir Path directory) {
        gnu = new GnuBinutils(directory);
    }

    @BeforeEach
    void requireBinutils() {
        GnuBinutils.require();
        System.out.println("a64.seed=" + SEED);
    }

    @Test
    void randomInstructionsReadAsObjdumpReadsThem() throws IOException, InterruptedException {
        int[] words = randomInstructions();
        List<String> objdump = gnu.disassemble(words, Vectors.PC);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            String ours = Disassembler.disassemble(words[i], address(i));
            if (!KnownDifferences.sameText(form(words[i]), words[i], ours, objdump.get(i))) {
                wrong.add(String.format("%08x: objdump says %s, we say %s", words[i], objdump.get(i), ours));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void gnuAsMakesTheSameWordsOfOurText() throws IOException, InterruptedException {
        int[] words = randomInstructions();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            texts.add(source(form(words[i]), Disassembler.disassemble(words[i], address(i))));
        }
        int[] assembled = gnu.assemble(texts, Vectors.PC);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            Form form = form(words[i]);
            if (KnownDifferences.canonical(form, assembled[i]) != KnownDifferences.canonical(form, words[i])) {
                wrong.add(String.format("%08x: as makes %08x of %s", words[i], assembled[i], texts.get(i)));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void nothingButListedExtensionsIsMissing() throws IOException, InterruptedException {
        int[] words = new Random(SEED)
                .ints()
                .filter(GnuWitnessTest::isInteger)
                .limit(100_000)
                .toArray();
        List<String> objdump = gnu.disassemble(words, Vectors.PC);
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            String mnemonic = objdump.get(i).split(" ", 2)[0];
            boolean isReserved = objdump.get(i).matches("\\.inst.*|(msr|mrs) .*\\bs[01]_.*");
            if (Decoder.decode(words[i]) == null && !isReserved && !mnemonic.matches(LEFT_OUT)) {
                missing.add(String.format("%08x  %s", words[i], objdump.get(i)));
            }
        }
        assertEquals(List.of(), missing);
    }

    /** Op0 (bits 28 to 25) is 100x: immediate, 101x: branches, x101: register, x1x0 with V (bit 26) zero: loads. */
    private static boolean isInteger(int word) {
        return switch (word >>> 25 & 15) {
            case 0b1000, 0b1001, 0b1010, 0b1011, 0b0101, 0b1101, 0b0100, 0b1100 -> true;
            default -> false;
        };
    }

    private static int[] randomInstructions() {
        List<Form> forms = Decoder.forms();
        RandomWords random = new RandomWords(new Random(SEED));
        return IntStream.range(0, COUNT)
                .map(i -> random.next(forms.get(i % forms.size())))
                .toArray();
    }

    private static Form form(int word) {
        Form form = Decoder.decode(word);
        if (form == null) {
            throw new AssertionError(String.format("%08x is not allocated", word));
        }
        return form;
    }

    private static long address(int index) {
        return Vectors.PC + 4L * index;
    }

    private static String source(Form form, String text) {
        return form.syntax().matches(".*<(label|page)>")
                ? text.replaceFirst("0x(?=[0-9a-f]+$)", GnuBinutils.ABSOLUTE + "+0x")
                : text;
    }
}
