package org.jftrace.arm64.a64.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.Form;
import org.jftrace.arm64.a64.text.Disassembler;
import org.junit.jupiter.api.Test;

class VectorTest {
    @Test
    void everyVectorReadsAsObjdumpReadsIt() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Vectors.Vector vector : Vectors.read()) {
            String ours = Disassembler.disassemble(vector.word(), Vectors.PC);
            if (!ours.equals(vector.text())) {
                wrong.add(String.format("%08x  %s, not %s", vector.word(), vector.text(), ours));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyFormHasVectorsAndThereAreTwoThousandAtLeast() throws IOException {
        List<Vectors.Vector> vectors = Vectors.read();
        Set<Form> missing = new LinkedHashSet<>(Decoder.forms());
        vectors.forEach(vector -> missing.remove(Decoder.decode(vector.word())));
        assertEquals(Set.of(), missing);
        assertTrue(vectors.size() >= 2000, () -> "only " + vectors.size());
    }
}
