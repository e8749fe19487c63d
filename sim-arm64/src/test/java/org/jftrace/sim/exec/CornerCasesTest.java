package org.jftrace.sim.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jftrace.arm64.a64.text.Disassembler;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.CpuBench;
import org.jftrace.sim.cpu.PlainEnvironment;
import org.jftrace.sim.cpu.SystemRegisters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One word each, x0 being 0x5555555555555555 before; results worked out by hand from the Arm ARM's pseudocode. */
class CornerCasesTest {
    @ParameterizedTest(name = "{1}: x1 {2}, x2 {3}, nzcv {4}")
    @CsvSource(delimiter = '|', textBlock = """
            # word   | text                    | x1               | x2               | in | x0               | out
            d340fc20 | lsr x0, x1, #0          | 8000000000000001 | 0                | 0 | 8000000000000001 | 0
            d37ffc20 | lsr x0, x1, #63         | 8000000000000000 | 0                | 0 | 1                | 0
            131f7c20 | asr w0, w1, #31         | 80000000         | 0                | 0 | ffffffff         | 0
            93c10020 | ror x0, x1, #0          | 123              | 0                | 0 | 123              | 0
            9ac22020 | lsl x0, x1, x2          | 3                | 40               | 0 | 3                | 0
            9ac22020 | lsl x0, x1, x2          | 3                | 41               | 0 | 6                | 0
            1ac22420 | lsr w0, w1, w2          | ffffffff80000000 | 20               | 0 | 80000000         | 0
            fa020020 | sbcs x0, x1, x2         | 0                | 0                | 0 | ffffffffffffffff | 8
            fa020020 | sbcs x0, x1, x2         | 0                | ffffffffffffffff | 0 | 0                | 4
            fa020020 | sbcs x0, x1, x2         | 8000000000000000 | 1                | 2 | 7fffffffffffffff | 3
            7a020020 | sbcs w0, w1, w2         | ffffffff00000000 | 0                | 0 | ffffffff         | 8
            ba020020 | adcs x0, x1, x2         | ffffffffffffffff | 0                | 2 | 0                | 6
            ba020020 | adcs x0, x1, x2         | 7fffffffffffffff | 0                | 2 | 8000000000000000 | 9
            9ac20c20 | sdiv x0, x1, x2         | 8000000000000000 | ffffffffffffffff | f | 8000000000000000 | f
            9ac20c20 | sdiv x0, x1, x2         | 7                | 0                | 0 | 0                | 0
            9ac20c20 | sdiv x0, x1, x2         | fffffffffffffff9 | 2                | 0 | fffffffffffffffd | 0
            1ac20c20 | sdiv w0, w1, w2         | 80000000         | ffffffff         | 0 | 80000000         | 0
            9ac20820 | udiv x0, x1, x2         | ffffffffffffffff | 2                | 0 | 7fffffffffffffff | 0
            9ac20820 | udiv x0, x1, x2         | ffffffffffffffff | 0                | 0 | 0                | 0
            dac00c20 | rev x0, x1              | 0123456789abcdef | 0                | 0 | efcdab8967452301 | 0
            dac00820 | rev32 x0, x1            | 0123456789abcdef | 0                | 0 | 67452301efcdab89 | 0
            5ac00420 | rev16 w0, w1            | 0123456789abcdef | 0                | 0 | ab89efcd         | 0
            5ac00820 | rev w0, w1              | 0123456789abcdef | 0                | 0 | efcdab89         | 0
            dac00020 | rbit x0, x1             | 1                | 0                | 0 | 8000000000000000 | 0
            5ac01420 | cls w0, w1              | ffffffff00000000 | 0                | 0 | 1f               | 0
            5ac01420 | cls w0, w1              | ffffffff         | 0                | 0 | 1f               | 0
            5ac01420 | cls w0, w1              | 40000000         | 0                | 0 | 0                | 0
            dac01020 | clz x0, x1              | 0                | 0                | 0 | 40               | 0
            93c20020 | extr x0, x1, x2, #0     | a                | b                | 0 | b                | 0
            93c22020 | extr x0, x1, x2, #8     | ff               | 1122334455667788 | 0 | ff11223344556677 | 0
            13827c20 | extr w0, w1, w2, #31    | ffffffff00000001 | ffffffff80000000 | 0 | 3                | 0
            fa420025 | ccmp x1, x2, #0x5, eq   | 1                | 1                | 0 | 5555555555555555 | 5
            fa420025 | ccmp x1, x2, #0x5, eq   | 1                | 1                | 4 | 5555555555555555 | 6
            3a43182f | ccmn w1, #0x3, #0xf, ne | fffffffd         | 0                | 4 | 5555555555555555 | f
            3a43182f | ccmn w1, #0x3, #0xf, ne | fffffffd         | 0                | 0 | 5555555555555555 | 6
            eb02003f | cmp x1, x2              | 0                | 1                | 0 | 5555555555555555 | 8
            eb02003f | cmp x1, x2              | 8000000000000000 | 1                | 0 | 5555555555555555 | 3
            eb02003f | cmp x1, x2              | 7fffffffffffffff | ffffffffffffffff | 0 | 5555555555555555 | 9
            6b02003f | cmp w1, w2              | 100000000        | 0                | 0 | 5555555555555555 | 6
            ab02003f | cmn x1, x2              | ffffffffffffffff | 1                | 0 | 5555555555555555 | 6
            f1000420 | subs x0, x1, #0x1       | 0                | 0                | 0 | ffffffffffffffff | 8
            2b020020 | adds w0, w1, w2         | 7fffffff         | 1                | 0 | 80000000         | 9
            ea020020 | ands x0, x1, x2         | 8000000000000000 | 8000000000000000 | 3 | 8000000000000000 | 8
            9bc27c20 | umulh x0, x1, x2        | ffffffffffffffff | ffffffffffffffff | 0 | fffffffffffffffe | 0
            9b427c20 | smulh x0, x1, x2        | ffffffffffffffff | ffffffffffffffff | 0 | 0                | 0
            9b427c20 | smulh x0, x1, x2        | 8000000000000000 | 8000000000000000 | 0 | 4000000000000000 | 0
            9b227c20 | smull x0, w1, w2        | ffffffff         | 2                | 0 | fffffffffffffffe | 0
            9ba27c20 | umull x0, w1, w2        | ffffffff         | ffffffff         | 0 | fffffffe00000001 | 0
            1b02fc20 | mneg w0, w1, w2         | 1                | 1                | 0 | ffffffff         | 0
            b3440c20 | bfi x0, x1, #60, #4     | f                | 0                | 0 | f555555555555555 | 0
            937ffc20 | asr x0, x1, #63         | 8000000000000000 | 0                | 0 | ffffffffffffffff | 0
            53040c20 | lsl w0, w1, #28         | 1f               | 0                | 0 | f0000000         | 0
            93407c20 | sxtw x0, w1             | 80000000         | 0                | 0 | ffffffff80000000 | 0
            5a820020 | csinv w0, w1, w2, eq    | 1                | 0                | 0 | ffffffff         | 0
            da821420 | csneg x0, x1, x2, ne    | 7                | 1                | 4 | ffffffffffffffff | 4
            1ac24020 | crc32b w0, w1, w2       | ffffffff         | 61               | 0 | 174841bc         | 0
            cb2193e0 | sub x0, sp, w1, sxtb #4 | 1ff              | 0                | 0 | 600010           | 0
            f2e24680 | movk x0, #0x1234, lsl #48 | 0              | 0                | 0 | 1234555555555555 | 0
            12800000 | mov w0, #0xffffffff     | 0                | 0                | 0 | ffffffff         | 0
            d53b4200 | mrs x0, nzcv            | 0                | 0                | a | a0000000         | a
            """)
    void oneWord(String word, String text, String x1, String x2, String in, String x0, String out) {
        int bits = Integer.parseUnsignedInt(word, 16);
        Cpu cpu = new CpuBench(new PlainEnvironment(), bits).cpu();
        cpu.setX(0, 0x5555_5555_5555_5555L);
        cpu.setX(1, Long.parseUnsignedLong(x1, 16));
        cpu.setX(2, Long.parseUnsignedLong(x2, 16));
        cpu.setNzcv(Integer.parseInt(in, 16));
        cpu.step();
        assertEquals(text, Disassembler.disassemble(bits, CpuBench.TEXT));
        assertEquals(x0, Long.toHexString(cpu.x(0)), "x0");
        assertEquals(out, Integer.toHexString(cpu.nzcv()), "nzcv");
        assertEquals(CpuBench.TEXT + 4, cpu.pc());
        assertEquals(cpu.nzcv(), cpu.system().read(cpu, SystemRegisters.NZCV) >>> 28);
    }
}
