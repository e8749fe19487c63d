package org.jftrace.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jftrace.samples.bpf.S10FentryAndFexit;
import org.jftrace.samples.bpf.S11SecurityPolicy;
import org.jftrace.samples.bpf.S12ErrorInjection;
import org.jftrace.samples.bpf.S13DirectTrampoline;
import org.jftrace.samples.bpf.S14LatencyByRoute;
import org.jftrace.samples.returns.S06EntryAndExit;
import org.jftrace.samples.returns.S07LatencyHistogram;
import org.jftrace.samples.returns.S08CallGraph;
import org.jftrace.samples.stack.S09StackTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each sample prints. */
class SamplesTest {
    private interface Sample {
        void run(PrintStream out) throws Exception;
    }

    private static String output(Sample sample) throws Exception {
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(captured, true, StandardCharsets.UTF_8);
        sample.run(out);
        return captured.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void aCallSaysHello() throws Exception {
        assertEquals("""
                hello, vfs_mount, called by mount_all
                hello, vfs_mount, called by mount_all
                hello, vfs_mount, called by kernel_main
                exit code 0
                """, output(S01HelloCall::run));
    }

    @Test
    void aGlobSelectsWhatIsCounted() throws Exception {
        assertEquals("""
                before: 12 sites
                during: *_task, 3 sites
                  10  enqueue_task
                  10  pick_next_task
                  14  vfs_close
                   4  vfs_copy
                  10  vfs_create
                   1  vfs_init
                  25  vfs_lookup
                   6  vfs_mkdir
                   3  vfs_mount
                   4  vfs_mounted
                  15  vfs_open
                   3  vfs_stat
                   1  vfs_usage
                """, output(S02FilterByGlob::run));
    }

    @Test
    void twoTracersShareAFunction() throws Exception {
        assertEquals("""
                nobody:       0 users [], NOP
                first alone:  1 users [first], BL
                both:         2 users [second, first], BL
                    second: call 1 at 0x401e1c
                    second: call 2 at 0x401e1c
                    second: call 3 at 0x401e1c
                    second: call 4 at 0x401e94
                    first: call 1 at 0x402174
                    first: call 2 at 0x402174
                    first: call 3 at 0x402174
                    first: call 4 at 0x402174
                second alone: 1 users [second], BL
                nobody:       0 users [], NOP
                """, output(S03TwoTracersOnOneFunction::run));
    }

    @Test
    void argumentsCanBeReadAndChanged() throws Exception {
        assertEquals("""
                blk_submit(8, 2048, 8, flags 0x80000001, ..., owner 42, ..., deadline 1000, tag 0xbeef, priority 3, bias -7)
                blk_submit(8, 2056, 8, flags 0x80000001, ..., owner 42, ..., deadline 1000, tag 0xbeef, priority 3, bias -7)
                blk_submit(8, 2064, 4, flags 0x80000001, ..., owner 42, ..., deadline 1000, tag 0xbeef, priority 3, bias -7)
                task_create("writer", ..., 1024, 12), now 4096
                task_create("reader", ..., 2048, 16), now 2048
                task_create("thinker", ..., 512, 3), now 512
                program: sched: writer ran, 8 left
                program: sched: writer ran, 4 left
                program: sched: writer ran, 0 left
                program: 1 writer weight 4096 vruntime 3 result 9c
                program: 2 reader weight 2048 vruntime 8 result c7287b36fbd92166
                program: 3 thinker weight 512 vruntime 6 result bb8
                """, output(S04ReadAndChangeArguments::run));
    }

    @Test
    void anExitFindsWhatItsEntryLeft() throws Exception {
        assertEquals("""
                mounting /
                / is mount 0
                mounting /dev
                /dev is mount 1
                mounting /proc
                exit code 0
                """, output(S06EntryAndExit::run));
    }

    @Test
    void latenciesMakeAHistogram() throws Exception {
        assertEquals("""
                [16, 32)  4 |@
                [32, 64)  8 |@@
                [64, 128)  137 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
                [128, 256)  102 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
                [256, 512)  112 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
                [512, 1024)  90 |@@@@@@@@@@@@@@@@@@@@@@@@@@
                [1024, 2048)  12 |@@@
                [2048, 4096)  3 |
                [4096, 8192)  6 |@
                """, output(S07LatencyHistogram::run));
    }

    @Test
    void callsMakeATree() throws Exception {
        assertEquals("""
                vfs_init {
                } 863 instructions
                vfs_mount {
                  ramfs_mount {
                  } 84 instructions
                } 147 instructions
                vfs_mount {
                } 45 instructions
                vfs_mount {
                } 45 instructions
                """, output(S08CallGraph::run));
    }

    @Test
    void programsRunBeforeAndAfterAFunction() throws Exception {
        assertEquals("""
                ackermann(0, 6)
                  = 7
                returned 7
                  = 8
                returned 8
                """, output(S10FentryAndFexit::run));
    }

    @Test
    void aPolicyDeniesAnOpen() throws Exception {
        assertEquals("""
                denied /log
                denied /log
                denied /log
                exit code 0
                """, output(S11SecurityPolicy::run));
    }

    @Test
    void aFaultIsInjected() throws Exception {
        assertEquals("""
                vfs_write is not marked for it
                injecting: exit code 5
                37 writes, every second one had no space
                """, output(S12ErrorInjection::run));
    }

    @Test
    void aTrampolineIsWrittenAsText() throws Exception {
        assertEquals("""
                vfs_write of 52 bytes to file 0
                vfs_write of 52 bytes to file 1
                exit code 0 with large writes
                line 11: stp   x2, x30, [sp, #36]: 36 is not in -512..504, multiples of 8
                """, output(S13DirectTrampoline::run));
    }

    @Test
    void oneLatencyIsMeasuredByBothRoutes() throws Exception {
        assertEquals("""
                untraced: 5 instructions a call
                DIRECT: 33 instructions a call, 10 between the programs
                FPROBE: 43 instructions a call, 20 between the programs
                untraced: 5 instructions a call
                """, output(S14LatencyByRoute::run));
    }

    @Test
    void aMachineOfYourOwnIsEnough() throws Exception {
        assertEquals("""
                untraced: x0 = 21
                    add_ten is a BL
                    add_ten(1), will return to 0x10004
                    add_ten(11), will return to 0x10008
                watched: x0 = 21
                    add_ten is a NOP
                doubled: x0 = 34
                """, output(S05YourOwnMachine::run));
    }

    @Test
    void aMachineOfYourOwnTakesAHundredLines() throws Exception {
        String source = Files.readString(Path.of("src/main/java/org/jftrace/samples/ToyMachine.java"));
        String code = source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//.*", "");
        long lines = code.lines()
                .filter(line -> !line.isBlank() && !line.matches(" *(@|import |package ).*"))
                .count();
        assertTrue(lines <= 100, () -> lines + " lines of code");
    }

    @Test
    @Timeout(60)
    void aStackTraceGoesDownToTheFirstInstruction() throws Exception {
        assertEquals("""
                in a callback, reliable:
                 => ftrace_caller+0x3c
                 => ramfs_create+0x8
                 => vfs_open+0x78
                 => files_demo+0x44
                 => kernel_main+0x30
                 => _start+0x14
                stopped in a leaf, reliable:
                 => strlen+0x10
                 => find_mount+0x90
                 => vfs_lookup+0x18
                 => vfs_open+0x20
                 => vfs_copy+0x28
                 => files_demo+0x8c
                 => kernel_main+0x30
                 => _start+0x14
                """, output(S09StackTrace::run));
    }
}
