package org.jftrace.sim.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jftrace.sim.exec.A64Predecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words that change after they were decoded. */
class PatchedCodeTest {
    private static final long TEXT = CpuBench.TEXT;
    private static final int NOP = 0xd503_201f;
    private static final int BACK_ONE_WORD = 0x17ff_ffff;

    private static int moveToX0(int value) {
        return 0xd280_0000 | value << 5;
    }

    @Test
    void aPatchOfAnyWordOfABlockIsExecuted() {
        int words = 3 * Block.MAX_WORDS;
        for (int patched = 0; patched < words; patched++) {
            int[] text = new int[words];
            Arrays.fill(text, NOP);
            CpuBench bench = new CpuBench(new PlainEnvironment(), text);
            // Blocks that begin at every word, so that each of them must be forgotten.
            for (int start = 0; start < words; start++) {
                bench.cpu().setPc(TEXT + 4L * start);
                bench.cpu().run(1);
                bench.cpu().run(Math.min(Block.MAX_WORDS, words - start - 1));
            }
            bench.memory().patchWord(TEXT + 4L * patched, moveToX0(1));
            for (int start :
                    new int[] {0, Math.max(0, patched - Block.MAX_WORDS + 1), Math.max(0, patched - 1), patched}) {
                bench.cpu().setX(0, 0);
                bench.cpu().setPc(TEXT + 4L * start);
                bench.cpu().run(patched - start + 1);
                assertEquals(1, bench.cpu().x(0), "patched " + patched + ", entered at " + start);
            }
        }
    }

    @Test
    void aPatchIsExecutedByStepToo() {
        CpuBench bench = new CpuBench(new PlainEnvironment(), NOP);
        bench.cpu().step();
        bench.memory().patchWord(TEXT, moveToX0(1));
        bench.cpu().setPc(TEXT);
        bench.cpu().step();
        assertEquals(1, bench.cpu().x(0));
    }

    @Test
    void oneHalfOfAFusedPairCanBePatched() {
        // mov x0, #1; movk x0, #0x1234, lsl #48
        CpuBench bench = new CpuBench(new PlainEnvironment(), moveToX0(1), 0xf2e2_4680, NOP, NOP);
        bench.cpu().run(4);
        bench.memory().patchWord(TEXT + 4, NOP);
        bench.cpu().setPc(TEXT);
        bench.cpu().run(4);
        assertEquals(1, bench.cpu().x(0));
    }

    @Test
    void changesThatCrossPagesAreForgottenOnBoth() {
        CpuBench bench = new CpuBench(new PlainEnvironment());
        CodeCache code = new CodeCache(bench.memory(), new A64Predecoder());
        Cpu cpu = CpuBench.newCpu(code, new PlainEnvironment());
        long start = TEXT + 4096 - 8;
        bench.load(start, NOP, NOP, NOP, NOP);
        cpu.setPc(start);
        cpu.run(4);
        bench.load(start, 0x9100_0400, 0x9100_0400, 0x9100_0400, 0x9100_0400); // add x0, x0, #1
        code.codeChanged(start, 16);
        cpu.setPc(start);
        cpu.run(4);
        assertEquals(4, cpu.x(0));
    }

    /** The race: a CPU fetches the old word, is overtaken by the patch, and then installs what it decoded. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(60)
    void aCpuOvertakenByAPatchWhileItDecodesDoesNotKeepTheOldWord(boolean stepping) throws InterruptedException {
        CountDownLatch fetched = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        A64Predecoder real = new A64Predecoder();
        Predecoder slow = new Predecoder() {
            @Override
            public Step decode(long address, int word) {
                if (word == moveToX0(1)) {
                    fetched.countDown();
                    awaitQuietly(goOn);
                }
                return real.decode(address, word);
            }

            @Override
            public String describe(long address, int word) {
                return real.describe(address, word);
            }
        };
        CpuBench bench = new CpuBench(new PlainEnvironment(), slow, moveToX0(1), BACK_ONE_WORD);
        // As many instructions as the block has, so that the block is what is executed.
        Runnable execute = stepping ? bench.cpu()::step : () -> bench.cpu().run(2);
        Thread runner = new Thread(execute);
        Thread patcher = new Thread(() -> bench.memory().patchWord(TEXT, moveToX0(2)));
        runner.start();
        fetched.await();
        patcher.start();
        // Either the patch has overtaken the CPU, or it waits for it.
        while (patcher.getState() != Thread.State.TERMINATED && patcher.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        runner.join();
        patcher.join();
        bench.cpu().setPc(TEXT);
        execute.run();
        assertEquals(2, bench.cpu().x(0));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A running CPU: once it has answered a request, it executes what was patched before the request. */
    @Test
    @Timeout(60)
    void afterAnAnsweredRequestOnlyTheNewWordIsExecuted() throws InterruptedException {
        SynchronousQueue<Long> answers = new SynchronousQueue<>();
        PlainEnvironment environment = new PlainEnvironment() {
            private long answeredAt = -1;

            @Override
            public void attention(Cpu cpu) {
                if (answeredAt < 0) {
                    answeredAt = cpu.instructions();
                }
                // Twice round the loop of two instructions, so that the patched word has been executed.
                if (cpu.instructions() < answeredAt + 4) {
                    cpu.requestAttention();
                    return;
                }
                answeredAt = -1;
                offer(cpu.x(0));
            }

            private void offer(long value) {
                try {
                    assertTrue(answers.offer(value, 20, TimeUnit.SECONDS), "nobody takes the answer");
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        CpuBench bench = new CpuBench(environment, moveToX0(0), BACK_ONE_WORD);
        Thread runner = new Thread(() -> bench.cpu().run(Long.MAX_VALUE));
        runner.setDaemon(true);
        runner.start();
        for (int value = 1; value < 2_000; value++) {
            bench.memory().patchWord(TEXT, moveToX0(value & 0xffff));
            bench.cpu().requestAttention();
            Long seen = answers.poll(20, TimeUnit.SECONDS);
            assertEquals(value & 0xffff, seen == null ? -1L : seen);
        }
    }
}
