package org.jftrace.samples.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.bpf.AttachType;
import org.jftrace.bpf.Bpf;
import org.jftrace.bpf.BpfPolicy;
import org.jftrace.bpf.BpfProgram;
import org.jftrace.bpf.BpfTarget;
import org.jftrace.core.FtraceCore;
import org.jftrace.fprobe.Fprobe;
import org.jftrace.fprobe.Fprobes;
import org.jftrace.graph.GraphOps;
import org.jftrace.rethook.Rethooks;
import org.jftrace.returns.RegisterSet;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.arch.HostEntry;
import org.jftrace.spi.arch.image.FunctionModel;
import org.jftrace.stack.FrameKind;
import org.jftrace.stack.StackFrame;
import org.jftrace.stack.StackTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EveryInstructionTest {
    private static final int STEPS = Integer.getInteger("jftrace.stack.steps", 20_000);

    /** Saves X9 and LR, makes a frame record, calls nobody, and goes on behind the call site. */
    private static final int[] DIRECT = {
        0xa9bf7be9, // STP X9, X30, [SP, #-16]!
        0xa9bf7bfd, // STP X29, X30, [SP, #-16]!
        0x910003fd, // MOV X29, SP
        0xd503201f, // NOP
        0xa8c17bfd, // LDP X29, X30, [SP], #16
        0xa8c127fe, // LDP X30, X9, [SP], #16
        0xd65f0120 // RET X9
    };

    private final TreeMap<String, Integer> wrong = new TreeMap<>();
    private final TreeMap<FrameKind, Integer> kinds = new TreeMap<>();
    private final long[] records = new long[256];
    private SimMachine machine;
    private Arm64Port arch;
    private FtraceCore ftrace;
    private HostEntry twin;
    private CallStack truth;
    private int checked;
    private int reliable;
    private int walked;

    private void load(String program) throws IOException {
        machine = SimMachine.builder(Path.of("guest", program))
                .stdout(OutputStream.nullOutputStream())
                .build();
        arch = Arm64Port.on(machine);
        ftrace = FtraceCore.open(machine, arch);
        twin = ftrace.hostEntry();
        truth = new CallStack(machine, twin::isReturn);
    }

    @AfterEach
    void close() { // not ftrace: CPU 0 stops anywhere
        machine.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vfs.elf",
                "vfs-2.elf",
                "vfs-bti.elf",
                "vfs-bti-pac.elf",
                "vfs-pie.elf",
                "unaligned.elf",
                "smp.elf",
                "smp-threads.elf",
                "hotloop.elf"
            })
    void tracesEqualTheCallStackThatWasWatched(String program) throws IOException {
        load(program);
        list(Filter.glob("*r*"));
        direct(Filter.glob("*l*").except("*r*"));
        direct(Filter.glob("*m*").except("*l*"));
        hookReturns();
        run(program, truth::step);
        assertTrue(
                kinds.keySet().containsAll(List.of(FrameKind.FUNCTION, FrameKind.RETURN_TRAMPOLINE)), kinds::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vfs.elf", "vfs-2.elf", "vfs-bti.elf", "vfs-bti-pac.elf"})
    void tracesAreTrueWhereTrampolinesArePerformedInJava(String program) throws IOException {
        load(program);
        hookReturns();
        run(program + " on the host path", () -> truth.stepOver(twin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vfs.elf", "vfs-2.elf", "vfs-bti.elf", "vfs-bti-pac.elf"})
    void tracesAreTrueInTrampolinesOfPrograms(String elf) throws IOException {
        load(elf);
        list(Filter.glob("vfs_*"));
        direct(Filter.name("ramfs_create", "vfs_open"));
        Bpf bpf = Bpf.open(ftrace, machine, arch, BpfPolicy.byName());
        List<BpfProgram> programs = new ArrayList<>();
        for (AttachType type : List.of(AttachType.FENTRY, AttachType.FEXIT)) {
            BpfProgram program = program(bpf, type);
            programs.add(program);
            bpf.attach(program, new BpfTarget.Function("vfs_lookup", FunctionModel.ofLongs(3)));
        }
        programs.add(program(bpf, AttachType.FENTRY));
        bpf.attach(programs.get(2), new BpfTarget.Function("vfs_create", FunctionModel.ofLongs(3)));
        hookReturns();
        list(Filter.glob("*o*")); // called after the hooks
        run(elf + " with programs", truth::step);
        assertTrue(programs.stream().allMatch(program -> program.runCount() > 0), programs::toString);
        assertTrue(kinds.containsKey(FrameKind.DIRECT_TRAMPOLINE), kinds::toString);
    }

    private BpfProgram program(Bpf bpf, AttachType type) {
        return bpf.program("look", type).load(context -> {
            check();
            return 0;
        });
    }

    /** By each way there is, nested: function graph for two users, fprobe, and a hook that saves all registers. */
    private void hookReturns() {
        for (int user = 0; user < 2; user++) {
            ftrace.graphs()
                    .register(GraphOps.builder("graph" + user)
                            .handlers(
                                    (call, regs) -> {
                                        check();
                                        return true;
                                    },
                                    (call, regs) -> check()));
        }
        Fprobe probe = Fprobe.builder("probe")
                .entry((ip, returnAddress, regs, data) -> {
                    check();
                    return 0;
                })
                .exit((ip, returnAddress, regs, data) -> check())
                .build();
        Rethooks rethooks = Rethooks.on(ftrace, machine.maxCpus());
        Fprobes.on(ftrace, rethooks, machine.maxCpus()).register(probe, Filter.glob("*t*"));
        Hook hook = new Hook(ftrace.returns(), RegisterSet.ALL, this::check);
        ftrace.register(FtraceOps.of("hook", Filter.glob("*s*"), hook));
    }

    private void list(Filter filter) {
        ftrace.register(FtraceOps.of("list", filter, (ip, parentIp, ops, regs) -> {
            check();
            checkRecords();
        }));
    }

    private void direct(Filter filter) {
        AddressRange text = machine.symbols().text();
        long target = machine.memory().allocateCode(4L * DIRECT.length, text);
        for (int i = 0; i < DIRECT.length; i++) {
            machine.memory().patchWord(target + 4L * i, DIRECT[i]);
        }
        ftrace.directCalls().register("direct", filter, target);
    }

    private void run(String what, BooleanSupplier step) {
        int steps = 0;
        do {
            check();
            steps++;
        } while (step.getAsBoolean() && steps < STEPS);
        System.out.println(what + ": " + steps + " instructions, " + checked + " traces checked, " + reliable
                + " reliable; " + walked + " walks of records; " + kinds);
        assertEquals(null, wrong.isEmpty() ? null : wrong.firstEntry(), wrong.size() + " things are wrong");
        assertEquals(checked, reliable);
    }

    /** Notes what is wrong, for what a callback throws is counted and goes no further. */
    private void check() {
        StackTrace trace = ftrace.stackTrace(machine.cpu(0));
        checked++;
        trace.doubt().ifPresentOrElse(doubt -> wrong.merge(doubt.toString(), 1, Integer::sum), () -> {
            reliable++;
            kinds.merge(trace.frames().get(0).kind(), 1, Integer::sum);
            expect(truth.expected(), addresses(trace));
        });
    }

    /** The walk begins at the traced function. */
    private void checkRecords() {
        walked++;
        List<Long> expected = truth.expected();
        expected.remove(0);
        expect(
                expected,
                Arrays.stream(records, 0, ftrace.stackTrace(records)).boxed().toList());
        expect(expected, addresses(ftrace.stackTrace()));
    }

    private void expect(List<Long> expected, List<Long> seen) {
        if (!expected.equals(seen)) {
            wrong.merge("expected " + hex(expected) + " but saw " + hex(seen), 1, Integer::sum);
        }
    }

    private static List<Long> addresses(StackTrace trace) {
        return trace.frames().stream().map(StackFrame::address).toList();
    }

    private static List<String> hex(List<Long> addresses) {
        return addresses.stream().map(Long::toHexString).toList();
    }
}
