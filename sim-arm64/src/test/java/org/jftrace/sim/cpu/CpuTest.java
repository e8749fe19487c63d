package org.jftrace.sim.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jftrace.sim.memory.MemoryFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CpuTest {
    private static final long TEXT = CpuBench.TEXT;
    private static final long GATE = 0x7000_0000L;
    private static final int NOP = 0xd503_201f;
    private static final int BRANCH_TO_ITSELF = 0x1400_0000;
    private static final int SVC_7 = 0xd400_00e1;
    private static final int RET = 0xd65f_03c0;
    private static final int BR_X1 = 0xd61f_0020;
    private static final int LOAD_X0_FROM_X1 = 0xf940_0020;
    private static final int READ_COUNTER_TO_X0 = 0xd53b_e040;
    /** mov x0, #1; add x0, x0, #1; subs x1, x1, #1; b.ne to the add: the first two and the last two are fused. */
    private static final int[] LOOP = {0xd280_0020, 0x9100_0400, 0xf100_0421, 0x54ff_ffc1, BRANCH_TO_ITSELF};

    @Test
    void runExecutesExactlyItsBudgetWhereverThatEnds() {
        for (int budget = 0; budget < 40; budget++) {
            Cpu running = new CpuBench(new PlainEnvironment(), LOOP).cpu();
            Cpu stepping = new CpuBench(new PlainEnvironment(), LOOP).cpu();
            running.setX(1, 8);
            stepping.setX(1, 8);
            assertEquals(budget, running.run(budget));
            for (int i = 0; i < budget; i++) {
                stepping.step();
            }
            assertEquals(budget, running.instructions());
            assertEquals(budget, stepping.instructions());
            assertEquals(stepping.pc(), running.pc(), "pc after " + budget);
            assertEquals(stepping.x(0), running.x(0), "x0 after " + budget);
            assertEquals(stepping.x(1), running.x(1), "x1 after " + budget);
            assertEquals(stepping.nzcv(), running.nzcv(), "nzcv after " + budget);
        }
    }

    @Test
    void negativeBudgetIsRefused() {
        Cpu cpu = new CpuBench(new PlainEnvironment(), NOP).cpu();
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> cpu.run(-1));
        assertTrue(e.getMessage().contains("-1"), e.getMessage());
    }

    @Test
    void registersBeyondTheLastAreRefused() {
        Cpu cpu = new CpuBench(new PlainEnvironment(), NOP).cpu();
        assertThrows(IllegalArgumentException.class, () -> cpu.x(31));
        assertThrows(IllegalArgumentException.class, () -> cpu.setX(-1, 0));
    }

    @Test
    void supervisorCallSeesTheNextPcAndIsCounted() {
        List<Long> seen = new ArrayList<>();
        Cpu cpu = new CpuBench(
                        new PlainEnvironment() {
                            @Override
                            public void supervisorCall(Cpu cpu, int immediate) {
                                seen.addAll(List.of((long) immediate, cpu.pc(), cpu.instructions()));
                                cpu.setPc(TEXT + 12);
                                cpu.stop();
                            }
                        },
                        NOP,
                        SVC_7,
                        NOP,
                        NOP)
                .cpu();
        assertEquals(2, cpu.run(100));
        assertEquals(List.of(7L, TEXT + 8, 2L), seen);
        assertEquals(TEXT + 12, cpu.pc());
    }

    @Test
    void whatAHandlerThrowsComesThroughAndPcIsThatOfTheSvc() {
        IllegalStateException thrown = new IllegalStateException("from the handler");
        Cpu cpu = new CpuBench(
                        new PlainEnvironment() {
                            @Override
                            public void supervisorCall(Cpu cpu, int immediate) {
                                throw thrown;
                            }
                        },
                        NOP,
                        SVC_7)
                .cpu();
        assertSame(thrown, assertThrows(IllegalStateException.class, () -> cpu.run(100)));
        assertEquals(TEXT + 4, cpu.pc());
        assertEquals(1, cpu.instructions());
    }

    @Test
    void aRefusedAccessInTheMiddleOfABlockIsExact() {
        Cpu cpu = new CpuBench(new PlainEnvironment(), 0xd280_0020, 0xf2e2_4680, NOP, LOAD_X0_FROM_X1, NOP).cpu();
        cpu.setX(1, 0x1000);
        CpuFault fault = assertThrows(CpuFault.class, () -> cpu.run(100));
        assertEquals("pc 0x40000c (f9400020 ldr x0, [x1]): read at 0x1000: not mapped", fault.getMessage());
        assertTrue(fault.getCause() instanceof MemoryFault);
        assertEquals(TEXT + 12, cpu.pc());
        assertEquals(3, cpu.instructions());
        assertEquals(0x1234_0000_0000_0001L, cpu.x(0));
    }

    @Test
    void aWildBranchNamesTheAddress() {
        Cpu cpu = new CpuBench(new PlainEnvironment(), BR_X1).cpu();
        cpu.setX(1, CpuBench.DATA);
        CpuFault fault = assertThrows(CpuFault.class, () -> cpu.run(100));
        assertTrue(
                fault.getMessage().startsWith("pc 0x500000 (no instruction): execute at 0x500000"), fault.getMessage());
        assertEquals(1, cpu.instructions());
    }

    @Test
    void aMisalignedPcIsAFaultEvenWhereCodeIsDecoded() {
        Cpu cpu = new CpuBench(new PlainEnvironment(), BR_X1, RET).cpu();
        cpu.setX(30, TEXT);
        cpu.setX(1, TEXT + 4);
        cpu.run(4);
        cpu.setX(1, TEXT + 6);
        for (boolean stepping : new boolean[] {false, true}) {
            cpu.setPc(TEXT);
            cpu.step();
            CpuFault fault = assertThrows(CpuFault.class, stepping ? cpu::step : () -> cpu.run(1));
            assertEquals("pc 0x400006 (no instruction): pc is not 4-byte aligned", fault.getMessage());
        }
    }

    @Test
    void aHostCallGoesOnAtTheLinkRegisterAndCountsNothing() {
        Cpu cpu = new CpuBench(new Gates(), BR_X1, NOP, NOP).cpu();
        cpu.setX(1, GATE);
        cpu.setX(30, TEXT + 8);
        cpu.run(1);
        assertEquals(GATE, cpu.pc());
        assertEquals(0, cpu.x(0));
        cpu.run(1);
        assertEquals(99, cpu.x(0));
        assertEquals(2, cpu.instructions());
        assertEquals(TEXT + 12, cpu.pc());
    }

    @Test
    void aHostCallIsAStepOfItsOwn() {
        Cpu cpu = new CpuBench(new Gates(), BR_X1, NOP, NOP).cpu();
        cpu.setX(1, GATE);
        cpu.setX(30, TEXT + 8);
        cpu.step();
        assertEquals(GATE, cpu.pc());
        cpu.step();
        assertEquals(TEXT + 8, cpu.pc());
        assertEquals(1, cpu.instructions());
    }

    @Test
    void aHandlerThatAlwaysAsksAgainDoesNotKeepTheCpuFromRunning() {
        Cpu cpu = new CpuBench(
                        new PlainEnvironment() {
                            @Override
                            public void attention(Cpu cpu) {
                                cpu.requestAttention();
                            }
                        },
                        LOOP)
                .cpu();
        cpu.requestAttention();
        cpu.setX(1, 8);
        assertEquals(30, cpu.run(30));
    }

    @Test
    void theCounterThatTheGuestReadsIncludesTheReadAndNothingAfterIt() {
        Cpu cpu = new CpuBench(new PlainEnvironment(), NOP, READ_COUNTER_TO_X0, NOP, NOP, NOP).cpu();
        cpu.run(5);
        assertEquals(2, cpu.x(0));
    }

    @Test
    @Timeout(30)
    void attentionInterruptsATightLoopAtAnInstructionBoundary() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        List<Long> pcs = new ArrayList<>();
        Cpu cpu = new CpuBench(
                        new PlainEnvironment() {
                            @Override
                            public void attention(Cpu cpu) {
                                pcs.add(cpu.pc());
                                cpu.stop();
                                answered.countDown();
                            }
                        },
                        BRANCH_TO_ITSELF)
                .cpu();
        Thread runner = new Thread(() -> cpu.run(Long.MAX_VALUE));
        runner.start();
        cpu.requestAttention();
        assertTrue(answered.await(20, TimeUnit.SECONDS), "no answer");
        runner.join();
        assertEquals(List.of(TEXT), pcs);
    }

    @Test
    void attentionAskedForBeforeTheRunIsAnsweredOnceBeforeTheFirstInstruction() {
        List<Long> counts = new ArrayList<>();
        Cpu cpu = new CpuBench(
                        new PlainEnvironment() {
                            @Override
                            public void attention(Cpu cpu) {
                                counts.add(cpu.instructions());
                            }
                        },
                        BRANCH_TO_ITSELF)
                .cpu();
        cpu.requestAttention();
        cpu.requestAttention();
        cpu.run(10);
        cpu.requestAttention();
        cpu.step();
        assertEquals(List.of(0L, 10L), counts);
    }

    /** One gate. What it does to pc must not matter. */
    private static final class Gates extends PlainEnvironment {
        @Override
        public boolean hostGate(Cpu cpu, long address) {
            if (address != GATE) {
                return false;
            }
            assertEquals(GATE, cpu.pc());
            cpu.setX(0, 99);
            cpu.setPc(0);
            return true;
        }
    }
}
