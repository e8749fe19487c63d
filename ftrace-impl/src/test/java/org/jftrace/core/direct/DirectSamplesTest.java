package org.jftrace.core.direct;

import static org.jftrace.arm64.a64.emit.Reg.FP;
import static org.jftrace.arm64.a64.emit.Reg.LR;
import static org.jftrace.arm64.a64.emit.Reg.SP;
import static org.jftrace.arm64.a64.emit.Reg.X0;
import static org.jftrace.arm64.a64.emit.Reg.X16;
import static org.jftrace.arm64.a64.emit.Reg.X8;
import static org.jftrace.arm64.a64.emit.Reg.X9;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceCallback;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.arm64.a64.emit.Arithmetic;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.LoadStore;
import org.jftrace.arm64.a64.emit.Reg;
import org.jftrace.arm64.a64.emit.SystemInstructions;
import org.jftrace.core.FtraceCore;
import org.jftrace.direct.DirectRegistration;
import org.jftrace.direct.IpModifyPeer;
import org.jftrace.sim.SimMachine;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.HostCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the direct samples of Linux ({@code samples/ftrace}) show, one test a sample, on a guest whose {@code enqueue_task}
 * and {@code schedule} stand for {@code wake_up_process} and {@code schedule}, and {@code blk_submit} for
 * {@code handle_mm_fault}.
 */
class DirectSamplesTest {
    private static final Path GUEST = Path.of("..", "samples", "guest");
    private static final int NOP = 0xd503201f;
    private static final int NAME_OF_TASK = 48;
    /** More than a BL away. */
    private static final long FAR = 1L << 30;
    /** Bytes for one trampoline. */
    private static final int ROOM = 128;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final SimMachine machine;
    private final Ftrace ftrace;
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    DirectSamplesTest() throws IOException {
        machine = SimMachine.builder(GUEST.resolve("vfs.elf")).stdout(said).build();
        ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
    }

    @AfterEach
    void close() {
        ftrace.close();
        machine.close();
    }

    /** Saves what a function may look at, calls the gate with it, or with the function's ip as only argument, and goes on. */
    private long trampoline(boolean wantsIp, HostCall call) {
        return trampoline(wantsIp, machine.symbols().text(), call);
    }

    private long trampoline(boolean wantsIp, AddressRange near, HostCall call) {
        long gate = machine.mapHostCall(call);
        long base = machine.memory().allocateCode(ROOM, near);
        Assembler asm = new Assembler(base)
                .emit(SystemInstructions.BTI_C, LoadStore.stpPre(FP, X9, SP, -96), Arithmetic.add(FP, SP, 0));
        for (int n = 0; n < 8; n += 2) {
            asm.emit(LoadStore.stp(Reg.x(n), Reg.x(n + 1), SP, 16 + 8 * n));
        }
        asm.emit(LoadStore.stp(X8, LR, SP, 80));
        if (wantsIp) {
            asm.emit(Arithmetic.sub(X0, LR, 4));
        }
        asm.ldr(X16, gate).emit(Branches.blr(X16));
        for (int n = 0; n < 8; n += 2) {
            asm.emit(LoadStore.ldp(Reg.x(n), Reg.x(n + 1), SP, 16 + 8 * n));
        }
        asm.emit(LoadStore.ldp(X8, X9, SP, 80), LoadStore.ldpPost(FP, LR, SP, 96), Branches.ret(X9));
        int[] words = asm.finish().words();
        assertTrue(4 * words.length <= ROOM, words.length + " words");
        for (int i = 0; i < words.length; i++) {
            machine.memory().patchWord(base + 4L * i, words[i]);
        }
        return base;
    }

    private long site(String function) {
        return ftrace.select(Filter.name(function))[0];
    }

    private String function(long ip) {
        return ftrace.site(ip).map(CallSiteInfo::function).orElseThrow();
    }

    private void assertUntouched(String... functions) {
        for (String function : functions) {
            assertEquals(NOP, machine.memory().readWord(site(function)), function);
            assertEquals(0, ftrace.site(site(function)).orElseThrow().users(), function);
        }
    }

    private void runsAsItWould() throws IOException {
        assertEquals(0, machine.run());
        assertEquals(Files.readString(GUEST.resolve("vfs.expected.txt")), said.toString(StandardCharsets.UTF_8));
    }

    private static String string(SimMachine machine, long address) {
        StringBuilder text = new StringBuilder();
        for (long at = address; ; at++) {
            char c = (char) (machine.memory().readWord(at & -4L) >>> (8 * (at & 3)) & 0xff);
            if (c == 0) {
                return text.toString();
            }
            text.append(c);
        }
    }

    /** What an ordinary tracer sees in another run. */
    private static List<String> seenByTracer(String function, Seen seen) throws IOException {
        List<String> lines = new ArrayList<>();
        try (SimMachine other = SimMachine.builder(GUEST.resolve("vfs.elf"))
                        .stdout(new ByteArrayOutputStream())
                        .build();
                Ftrace tracing = FtraceCore.open(other, Arm64Port.on(other))) {
            tracing.register(FtraceOps.of("tracer", Filter.name(function), (ip, parentIp, ops, regs) -> {
                long[] arguments =
                        LongStream.range(0, 8).map(n -> regs.argument((int) n)).toArray();
                lines.add(seen.line(other, arguments));
            }));
            assertEquals(0, other.run());
        }
        return lines;
    }

    private interface Seen {
        String line(SimMachine machine, long... arguments);
    }

    @Test
    void ftraceDirectSaysWhichTaskIsWokenEachTimeOneIs() throws IOException {
        Seen waking = (seen, arguments) -> "waking up " + string(seen, arguments[0] + NAME_OF_TASK);
        long trampoline = trampoline(false, cpu -> log.add(waking.line(machine, cpu.x(0))));
        DirectRegistration direct = ftrace.directCalls().register("direct", Filter.name("enqueue_task"), trampoline);
        runsAsItWould();
        assertEquals(seenByTracer("enqueue_task", waking), log);
        assertTrue(log.contains("waking up thinker"), log::toString);
        direct.close();
        assertUntouched("enqueue_task");
    }

    @Test
    void ftraceDirectTooSeesEveryArgumentAndLeavesEachAsItWas() throws IOException {
        Seen submitting = (seen, arguments) -> Arrays.toString(arguments);
        long trampoline = trampoline(false, cpu -> {
            log.add(submitting.line(
                    machine, LongStream.range(0, 8).map(n -> cpu.x((int) n)).toArray()));
            LongStream.range(0, 18).forEach(n -> cpu.setX((int) n, -1));
        });
        DirectRegistration direct = ftrace.directCalls().register("direct", Filter.name("blk_submit"), trampoline);
        runsAsItWould();
        assertEquals(seenByTracer("blk_submit", submitting), log);
        assertTrue(log.size() > 1, log::toString);
        direct.close();
        assertUntouched("blk_submit");
    }

    @Test
    void ftraceDirectModifySwapsTwoTrampolinesWhileTheFunctionIsCalled() throws IOException {
        swapsWhileTheFunctionIsCalled(machine.symbols().text());
    }

    /** RACES.md C10: {@code ftrace_caller} loads the target that another thread replaces. */
    @Test
    void ftraceDirectModifySwapsTrampolinesOutOfReachToo() throws IOException {
        swapsWhileTheFunctionIsCalled(AddressRange.ofSize(FAR, ROOM));
    }

    private void swapsWhileTheFunctionIsCalled(AddressRange near) throws IOException {
        AtomicLong one = new AtomicLong();
        AtomicLong two = new AtomicLong();
        long[] trampolines = {
            trampoline(false, near, cpu -> one.incrementAndGet()), trampoline(false, near, cpu -> two.incrementAndGet())
        };
        DirectRegistration direct = ftrace.directCalls().register("direct", Filter.name("schedule"), trampolines[0]);
        for (int turn = 1; turn <= 10; turn++) {
            machine.call("schedule");
            assertEquals(List.of((turn + 1) / 2L, turn / 2L), List.of(one.get(), two.get()));
            direct.modify(trampolines[turn & 1]);
        }
        machine.start();
        for (int turn = 1; machine.isRunning(); turn++) {
            direct.modify(trampolines[turn & 1]);
        }
        assertEquals(0, machine.join());
        int calls = seenByTracer("schedule", (seen, arguments) -> "").size();
        assertEquals(10L + calls, one.get() + two.get());
        direct.close();
        assertUntouched("schedule");
    }

    @Test
    void ftraceDirectMultiTellsByTheIpWhichOfItsFunctionsWasCalled() throws IOException {
        long trampoline = trampoline(true, cpu -> log.add(function(cpu.x(0))));
        DirectRegistration direct =
                ftrace.directCalls().register("direct", Filter.name("enqueue_task", "schedule"), trampoline);
        runsAsItWould();
        for (String function : List.of("enqueue_task", "schedule")) {
            int calls = seenByTracer(function, (seen, arguments) -> "").size();
            assertEquals(calls, Collections.frequency(log, function), function);
        }
        assertEquals(
                log.size(),
                Collections.frequency(log, "schedule") + Collections.frequency(log, "enqueue_task"),
                log::toString);
        direct.close();
        assertUntouched("enqueue_task", "schedule");
    }

    @Test
    void ftraceDirectMultiModifySwapsTheTrampolineOfAllItsFunctionsAtOnce() {
        long one = trampoline(true, cpu -> log.add("my_tramp1 " + function(cpu.x(0))));
        long two = trampoline(true, cpu -> log.add("my_tramp2 " + function(cpu.x(0))));
        List<String> functions = List.of("schedule", "ackermann");
        DirectRegistration direct = ftrace.directCalls()
                .register("direct", Map.of(site("schedule"), one, site("ackermann"), one), IpModifyPeer.REFUSES);
        List<String> expected = new ArrayList<>();
        for (int turn = 0; turn < 6; turn++) {
            direct.modify(turn % 2 == 0 ? one : two);
            for (String function : functions) {
                machine.call(function, 0, 1);
                expected.add("my_tramp" + (turn % 2 + 1) + " " + function);
            }
        }
        assertEquals(expected, log);
        direct.close();
        assertUntouched("schedule", "ackermann");
    }

    @Test
    void ftraceOpsCallsEveryRelevantTracerForEveryCallAndNoOther() {
        int calls = 200;
        for (int relevant = 0; relevant <= 3; relevant++) {
            for (int irrelevant = 0; irrelevant <= 3; irrelevant++) {
                List<Registration> registrations = new ArrayList<>();
                List<AtomicLong> counts = counters(relevant, "ackermann", registrations);
                List<AtomicLong> others = counters(irrelevant, "schedule", registrations);
                for (int i = 0; i < calls; i++) {
                    assertEquals(2, machine.call("ackermann", 0, 1));
                }
                for (AtomicLong count : counts) {
                    assertEquals(calls, count.get(), relevant + " relevant, " + irrelevant + " irrelevant");
                }
                for (AtomicLong count : others) {
                    assertEquals(0, count.get());
                }
                registrations.forEach(Registration::close);
            }
        }
        assertUntouched("ackermann", "schedule");
    }

    private List<AtomicLong> counters(int tracers, String function, List<Registration> registrations) {
        List<AtomicLong> counters = new ArrayList<>();
        for (int i = 0; i < tracers; i++) {
            AtomicLong counter = new AtomicLong();
            FtraceCallback counting = (ip, parentIp, ops, regs) -> counter.incrementAndGet();
            registrations.add(ftrace.register(FtraceOps.of(function + i, Filter.name(function), counting)));
            counters.add(counter);
        }
        return counters;
    }
}
