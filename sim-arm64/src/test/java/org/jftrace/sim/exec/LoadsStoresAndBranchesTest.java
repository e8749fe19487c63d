package org.jftrace.sim.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.CpuBench;
import org.jftrace.sim.cpu.CpuFault;
import org.jftrace.sim.cpu.PlainEnvironment;
import org.jftrace.sim.memory.MemoryFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadsStoresAndBranchesTest {
    private static final long TEXT = CpuBench.TEXT;
    private static final long DATA = CpuBench.DATA;
    private static final long STACK = CpuBench.STACK_TOP;

    private CpuBench bench = new CpuBench(new PlainEnvironment());

    private Cpu cpu(int... words) {
        bench = new CpuBench(new PlainEnvironment(), words);
        bench.cpu().setX(1, DATA);
        return bench.cpu();
    }

    @Test
    void preIndexedStoreMovesSpAfterTheStore() {
        Cpu cpu = cpu(0xf81f_0fe0); // str x0, [sp, #-16]!
        cpu.setX(0, 7);
        cpu.step();
        assertEquals(STACK - 16, cpu.sp());
        assertEquals(7, bench.memory().read64(STACK - 16));
    }

    @Test
    void postIndexedLoadReadsWhereSpWas() {
        Cpu cpu = cpu(0xf85f_87e0); // ldr x0, [sp], #-8
        cpu.setSp(STACK - 8);
        bench.memory().write64(STACK - 8, 9);
        cpu.step();
        assertEquals(9, cpu.x(0));
        assertEquals(STACK - 16, cpu.sp());
    }

    @Test
    void aRefusedPostIndexedPairChangesNeitherRegistersNorSp() {
        Cpu cpu = cpu(0xa8c1_07e0); // ldp x0, x1, [sp], #16
        cpu.setSp(STACK - 8);
        CpuFault fault = assertThrows(CpuFault.class, cpu::step);
        assertEquals(0, cpu.x(0));
        assertEquals(DATA, cpu.x(1));
        assertEquals(STACK - 8, cpu.sp());
        assertTrue(fault.getMessage().contains("0x600000"), fault.getMessage());
        assertTrue(fault.getMessage().contains("ldp x0, x1, [sp], #16"), fault.getMessage());
    }

    @Test
    void aPairMayLoadItsOwnBase() {
        Cpu cpu = cpu(0xa940_0021); // ldp x1, x0, [x1]
        bench.memory().write64(DATA, 5);
        bench.memory().write64(DATA + 8, 6);
        cpu.step();
        assertEquals(5, cpu.x(1));
        assertEquals(6, cpu.x(0));
    }

    @Test
    void unalignedAccessAcrossAPageIsWhole() {
        Cpu cpu = cpu(0xf900_0020, 0xf940_0022); // str x0, [x1]; ldr x2, [x1]
        cpu.setX(0, 0x1122_3344_5566_7788L);
        cpu.setX(1, DATA + 4096 - 3);
        cpu.run(2);
        assertEquals(0x1122_3344_5566_7788L, cpu.x(2));
        assertEquals(0x44, bench.memory().read8(DATA + 4097));
    }

    @Test
    void unalignedAcquireIsRefused() {
        Cpu cpu = cpu(0xc8df_fc20); // ldar x0, [x1]
        cpu.setX(1, DATA + 4);
        CpuFault fault = assertThrows(CpuFault.class, cpu::step);
        assertTrue(fault.getCause() instanceof MemoryFault);
        assertTrue(fault.getMessage().contains("not aligned"), fault.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # the byte 0x80, then 0xff
            39c00020 | ldrsb w0, [x1]  | 00000000ffffff80
            39800020 | ldrsb x0, [x1]  | ffffffffffffff80
            79800020 | ldrsh x0, [x1]  | ffffffffffffff80
            79c00020 | ldrsh w0, [x1]  | 00000000ffffff80
            39400020 | ldrb w0, [x1]   | 0000000000000080
            b9800020 | ldrsw x0, [x1]  | ffffffff8000ff80
            b9400020 | ldr w0, [x1]    | 000000008000ff80
            """)
    void loadsExtendAsTheySay(String word, String text, String expected) {
        Cpu cpu = cpu(Integer.parseUnsignedInt(word, 16));
        bench.memory().write32(DATA, 0x8000_ff80L);
        cpu.setX(0, -1);
        cpu.step();
        assertEquals(expected, String.format("%016x", cpu.x(0)), text);
    }

    @Test
    void aSignedWordIndexMayPointBelowTheBase() {
        Cpu cpu = cpu(0xf862_d820); // ldr x0, [x1, w2, sxtw #3]
        bench.memory().write64(DATA, 77);
        cpu.setX(1, DATA + 16);
        cpu.setX(2, 0xffff_fffeL);
        cpu.step();
        assertEquals(77, cpu.x(0));
    }

    @ParameterizedTest
    @CsvSource({
        "b6f80041, 8000000000000000, false, tbz x1 bit 63",
        "b6f80041, 7fffffffffffffff, true, tbz x1 bit 63",
        "37f80041, 80000000, true, tbnz w1 bit 31",
        "37f80041, ffffffff7fffffff, false, tbnz w1 bit 31",
        "34000041, ffffffff00000000, true, cbz w1",
        "34000041, 1, false, cbz w1"
    })
    void testsOfHighBits(String word, String x1, boolean taken, String text) {
        Cpu cpu = cpu(Integer.parseUnsignedInt(word, 16));
        cpu.setX(1, Long.parseUnsignedLong(x1, 16));
        cpu.step();
        assertEquals(TEXT + (taken ? 8 : 4), cpu.pc(), text);
    }

    @Test
    void callThroughTheLinkRegisterGoesWhereItPointed() {
        Cpu cpu = cpu(0xd63f_03c0); // blr x30
        cpu.setX(30, TEXT + 64);
        cpu.step();
        assertEquals(TEXT + 64, cpu.pc());
        assertEquals(TEXT + 4, cpu.x(30));
    }

    @Test
    void storeExclusiveFailsAfterTheValueChanged() {
        // ldxr x0, [x1]; str x4, [x1]; stxr w3, x2, [x1]
        Cpu cpu = cpu(0xc85f_7c20, 0xf900_0024, 0xc803_7c22);
        cpu.setX(2, 5);
        cpu.setX(4, 6);
        cpu.run(3);
        assertEquals(1, cpu.x(3));
        assertEquals(6, bench.memory().read64(DATA));
    }

    @Test
    void storeExclusiveSucceedsOnceAndNotTwice() {
        // ldxr x0, [x1]; stxr w3, x2, [x1]; stxr w3, x2, [x1]
        Cpu cpu = cpu(0xc85f_7c20, 0xc803_7c22, 0xc803_7c22);
        cpu.setX(2, 5);
        cpu.setX(3, -1);
        cpu.run(2);
        assertEquals(0, cpu.x(3));
        assertEquals(5, bench.memory().read64(DATA));
        cpu.run(1);
        assertEquals(1, cpu.x(3));
    }

    @Test
    void storeExclusiveFailsAfterSupervisorCallAndAfterClrex() {
        for (int between : new int[] {0xd400_0001, 0xd503_3f5f}) {
            Cpu cpu = cpu(0xc85f_7c20, between, 0xc803_7c22);
            cpu.step();
            cpu.step();
            cpu.step();
            assertEquals(1, cpu.x(3));
        }
    }

    @Test
    void compareAndSwapOfAPairExchangesBothOrNone() {
        Cpu cpu = cpu(0x4822_7c24, 0x4822_7c24); // casp x2, x3, x4, x5, [x1]
        bench.memory().write64(DATA, 10);
        bench.memory().write64(DATA + 8, 11);
        cpu.setX(2, 10);
        cpu.setX(3, 12);
        cpu.setX(4, 20);
        cpu.setX(5, 21);
        cpu.step();
        assertEquals(10, bench.memory().read64(DATA));
        assertEquals(11, cpu.x(3));
        cpu.step();
        assertEquals(20, bench.memory().read64(DATA));
        assertEquals(21, bench.memory().read64(DATA + 8));
    }

    @Test
    void theZeroRegisterIsNeverWritten() {
        Cpu cpu = cpu(0xd280_003f, 0xaa1f_03e0); // mov xzr, #1; mov x0, xzr
        cpu.setX(0, 5);
        cpu.run(2);
        assertEquals(0, cpu.x(0));
        assertEquals(STACK, cpu.sp());
    }

    @Test
    void authenticationCodesAreStripped() {
        Cpu cpu = cpu(0xd503_20ff, 0xd503_20ff); // xpaclri
        cpu.setX(30, 0x007f_0000_0040_1000L);
        cpu.step();
        assertEquals(0x40_1000, cpu.x(30));
        cpu.setX(30, 0xff80_8000_0840_1000L);
        cpu.step();
        assertEquals(0xffff_8000_0840_1000L, cpu.x(30));
    }
}
