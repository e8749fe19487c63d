package org.jftrace.sim.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.Encoding;
import org.jftrace.arm64.a64.Form;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.CpuBench;
import org.jftrace.sim.cpu.CpuFault;
import org.jftrace.sim.cpu.PlainEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EveryFormTest {
    private static final int WORDS_PER_FORM = 300;

    @Test
    void everyFormHasAStepForEachOfItsWords() {
        Random random = new Random(1);
        A64Predecoder predecoder = new A64Predecoder();
        for (Form form : Decoder.forms()) {
            int found = 0;
            for (int i = 0; i < WORDS_PER_FORM * 100 && found < WORDS_PER_FORM; i++) {
                Encoding encoding = form.encoding();
                int word = encoding.value() | (random.nextInt() & ~encoding.mask());
                if (Decoder.decode(word) == form) {
                    assertEquals(1, predecoder.decode(CpuBench.TEXT, word).count(), form.name());
                    found++;
                }
            }
            assertTrue(found > 0, () -> "no word of form " + form.name());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            d4202000 | brk #0x100                | breakpoint 0x100
            00000003 | udf #3                    | permanently undefined instruction 0x3
            d4400020 | hlt #0x1                  | halt 0x1
            d4000002 | hvc #0x0                  | HVC 0x0 is undefined in user code
            d5380000 | mrs x0, midr_el1          | MRS of system register 0x4000 is undefined in user code
            1e204000 | .inst 0x1e204000          | undefined instruction
            ffffffff | .inst 0xffffffff          | undefined instruction
            """)
    void whatCannotBeExecutedIsNamed(String word, String text, String reason) {
        Cpu cpu = new CpuBench(new PlainEnvironment(), Integer.parseUnsignedInt(word, 16)).cpu();
        CpuFault fault = assertThrows(CpuFault.class, () -> cpu.run(1));
        assertEquals("pc 0x400000 (" + word + " " + text + "): " + reason, fault.getMessage());
        assertEquals(CpuBench.TEXT, fault.pc());
        assertEquals(CpuBench.TEXT, cpu.pc());
        assertEquals(0, cpu.instructions());
    }
}
