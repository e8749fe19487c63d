package org.jftrace.arm64.a64.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.Form;
import org.jftrace.arm64.a64.witness.KnownDifferences;
import org.jftrace.arm64.a64.witness.Vectors;
import org.junit.jupiter.api.Test;

/** What we emit, against the words that GNU as made of the same text. */
class VectorEncodeTest {
    @Test
    void whereWeEmitAFormOurWordIsTheWordOfGnuAs() throws IOException {
        Map<Form, Integer> compared = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        for (Vectors.Vector vector : Vectors.read()) {
            Form form = Decoder.decode(vector.word());
            OptionalInt ours =
                    isRefused(vector.text()) ? OptionalInt.empty() : Reemitter.emit(vector.text(), Vectors.PC);
            if (ours.isPresent()) {
                compared.merge(form, 1, Integer::sum);
                if (ours.getAsInt() != KnownDifferences.canonical(form, vector.word())) {
                    wrong.add(String.format("%08x  %s, not %08x", vector.word(), vector.text(), ours.getAsInt()));
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(compared.size() >= 50, () -> "only " + compared.keySet());
    }

    /** What the processor may do anything with, and a zero that ADD need not shift. */
    private static boolean isRefused(String text) {
        return text.matches("ldp (\\w+), \\1, .*")
                || text.matches(
                        "(ld|st)[rp] (\\w(\\d+), )?\\w(\\d+), (\\w\\d+, )?\\[x(\\3|\\4)(\\], #|, #-?\\d+\\]!).*")
                || text.endsWith("#0x0, lsl #12");
    }
}
