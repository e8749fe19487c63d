package org.jftrace.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.spi.arch.image.FunctionModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What programs see and do, whichever way they are called; the behaviour of the kernel's own tests of fentry, fexit, modify_return, lsm and cookies. */
abstract class AttachTest {
    private static final int NOP = 0xd503201f;

    final Guest guest = new Guest();
    final Bpf bpf = guest.bpf;

    private final Route route;

    AttachTest(Route route) {
        this.route = route;
    }

    BpfLink attach(BpfProgram program, BpfTarget target) {
        return bpf.attach(program, target, 0, route);
    }

    @AfterEach
    void nothingIsLeft() {
        bpf.close();
        assertEquals(0, bpf.reap());
        assertEquals(NOP, guest.word("ackermann"));
        assertEquals(0, guest.ftrace.site(guest.site("ackermann")).orElseThrow().users());
        guest.close();
    }

    static Errno refusal(Runnable refused) {
        return assertThrows(FtraceException.class, refused::run).errno();
    }

    long ackermann(long m, long n) {
        return guest.machine.call("ackermann", m, n);
    }

    @Test
    void fentryRunsBeforeAndFexitAfterWithTheResult() {
        attach(guest.noting("entry", AttachType.FENTRY), Guest.ACKERMANN);
        attach(guest.noting("exit", AttachType.FEXIT), Guest.ACKERMANN);
        assertEquals(2, ackermann(0, 1));
        assertEquals(List.of("entry(0, 1)", "exit(0, 1) = 2"), guest.log);
    }

    @Test
    void theFunctionRunsAsItWould() {
        long untraced = ackermann(2, 3);
        attach(guest.noting("entry", AttachType.FENTRY), Guest.ACKERMANN);
        assertEquals(untraced, ackermann(2, 3));
        BpfLink exit = attach(guest.noting("exit", AttachType.FEXIT), Guest.ACKERMANN);
        assertEquals(untraced, ackermann(2, 3));
        exit.close();
        assertEquals(untraced, ackermann(2, 3));
    }

    @Test
    void afterDetachTheProgramNeverRunsAgain() {
        BpfProgram program = guest.noting("entry", AttachType.FENTRY);
        BpfLink link = bpf.attach(program, Guest.ACKERMANN);
        ackermann(0, 1);
        link.close();
        assertFalse(link.isAttached());
        ackermann(0, 1);
        assertEquals(1, program.runCount());
        assertEquals(NOP, guest.word("ackermann"));
        link.close();
    }

    @Test
    void fmodRetReplacesTheResultAndSkipsTheFunction() {
        AtomicLong answer = new AtomicLong(-13);
        attach(bpf.program("deny", AttachType.FMOD_RET).load(context -> answer.get()), Guest.ACKERMANN);
        attach(guest.noting("exit", AttachType.FEXIT), Guest.ACKERMANN);
        assertEquals(-13, ackermann(0, 1));
        answer.set(0);
        assertEquals(2, ackermann(0, 1));
        assertEquals(List.of("exit(0, 1) = -13", "exit(0, 1) = 2"), guest.log);
    }

    @Test
    void anLsmProgramDeniesAnOpen() {
        BpfTarget open = BpfTarget.function("vfs_open", new FunctionModel(List.of(8, 4), 8));
        attach(bpf.program("policy", AttachType.LSM).load(context -> -13), open);
        assertEquals(-13, guest.machine.call("vfs_open", 0, 0));
    }

    @Test
    void onlyMarkedFunctionsLetTheirResultBeReplaced() {
        BpfTarget read = BpfTarget.function("ramfs_mount", FunctionModel.ofLongs(1));
        BpfProgram fmodRet = bpf.program("inject", AttachType.FMOD_RET).load(context -> 1);
        assertEquals(Errno.EINVAL, refusal(() -> attach(fmodRet, read)));
        BpfProgram lsm = bpf.program("hook", AttachType.LSM).load(context -> 1);
        assertEquals(Errno.EINVAL, refusal(() -> attach(lsm, Guest.ACKERMANN)));
        BpfTarget nothing = BpfTarget.function("ackermann", new FunctionModel(List.of(8, 8), 0));
        assertEquals(Errno.EINVAL, refusal(() -> attach(fmodRet, nothing)));
    }

    @Test
    void anUpdateRunsTheOtherProgramFromTheNextCallOn() {
        BpfLink link = attach(guest.noting("old", AttachType.FENTRY), Guest.ACKERMANN);
        ackermann(0, 1);
        BpfProgram next = guest.noting("new", AttachType.FENTRY);
        link.update(next);
        assertEquals(next, link.program());
        ackermann(0, 2);
        assertEquals(List.of("old(0, 1)", "new(0, 2)"), guest.log);
        BpfProgram exit = guest.noting("exit", AttachType.FEXIT);
        assertEquals(Errno.EINVAL, refusal(() -> link.update(exit)));
        link.close();
        assertEquals(Errno.ENOENT, refusal(() -> link.update(next)));
    }

    @Test
    void eachFunctionHasACookieOfItsOwn() {
        List<String> cookies = new ArrayList<>();
        BpfProgram program = bpf.program("cookie", AttachType.FENTRY).load(context -> {
            cookies.add(guest.ftrace.site(context.ip()).orElseThrow().function() + ":" + context.cookie());
            return 0;
        });
        BpfLink link = bpf.attachMulti(
                program,
                Map.of(Guest.ACKERMANN, 7L, new BpfTarget.Function("vfs_close", FunctionModel.ofLongs(2)), 9L),
                route);
        ackermann(0, 1);
        guest.machine.call("vfs_close", -1);
        assertEquals(List.of("ackermann:7", "vfs_close:9"), cookies);
        BpfLink single = attach(guest.noting("single", AttachType.FEXIT), Guest.ACKERMANN);
        link.close();
        ackermann(0, 3);
        guest.machine.call("vfs_close", -1);
        assertEquals(List.of("single(0, 3) = 4"), guest.log);
        assertEquals(2, cookies.size());
        single.close();
    }

    @Test
    void aProgramThatIsRunningIsNotRunAgainOnThatCpu() {
        BpfProgram[] self = new BpfProgram[1];
        self[0] = bpf.program("recursing", AttachType.FENTRY)
                .load(context -> self[0].run(context.cpu(), context)); // as an image does that is called from within
        attach(self[0], Guest.ACKERMANN);
        ackermann(0, 1);
        ackermann(0, 1);
        assertEquals(2, self[0].runCount());
        assertEquals(2, self[0].missed());
    }

    @Test
    void whatAProgramThrowsIsCountedAndCountsAsZero() {
        BpfProgram failing = bpf.program("failing", AttachType.FMOD_RET).load(context -> {
            throw new IllegalStateException("on purpose");
        });
        attach(failing, Guest.ACKERMANN);
        assertEquals(2, ackermann(0, 1));
        assertEquals(1, failing.errors());
        assertEquals(1, failing.runCount());
    }

    @Test
    void aProgramDetachesItsOwnLink() {
        BpfLink[] link = new BpfLink[1];
        BpfProgram once = bpf.program("once", AttachType.FEXIT).load(context -> {
            link[0].close();
            return 0;
        });
        link[0] = attach(once, Guest.ACKERMANN);
        assertEquals(2, ackermann(0, 1));
        assertEquals(2, ackermann(0, 1));
        assertEquals(1, once.runCount());
        assertFalse(link[0].isAttached());
        assertEquals(0, bpf.reap());
    }

    @Test
    void programsAndTracersShareAFunction() {
        List<String> traced = new ArrayList<>();
        guest.ftrace.register(FtraceOps.of("tracer", Filter.name("ackermann"), (ip, parentIp, ops, regs) -> {
            traced.add("tracer " + regs.argument(1));
        }));
        attach(guest.noting("exit", AttachType.FEXIT), Guest.ACKERMANN);
        assertEquals(2, ackermann(0, 1));
        assertEquals(List.of("tracer 1"), traced);
        assertEquals(List.of("exit(0, 1) = 2"), guest.log);
        assertEquals(2, guest.ftrace.site(guest.site("ackermann")).orElseThrow().users());
        guest.ftrace.close();
    }

    @Test
    void oneAttachDescribesAFunctionOnceAndRunsInOnePlace() {
        BpfProgram fentry = guest.noting("entry", AttachType.FENTRY);
        BpfTarget.Function other = new BpfTarget.Function("ackermann", FunctionModel.ofLongs(1));
        assertEquals(
                Errno.EINVAL, refusal(() -> bpf.attachMulti(fentry, Map.of(Guest.ACKERMANN, 0L, other, 0L), route)));
        BpfProgram lsm = bpf.program("hook", AttachType.LSM).load(context -> 0);
        Map<BpfTarget.Function, Long> hooks = new LinkedHashMap<>();
        hooks.put(new BpfTarget.Function("vfs_close", new FunctionModel(List.of(8), 0)), 0L);
        hooks.put(new BpfTarget.Function("vfs_open", FunctionModel.ofLongs(2)), 0L);
        assertEquals(Errno.EINVAL, refusal(() -> bpf.attachMulti(lsm, hooks, route)));
        assertEquals(List.of(), bpf.links());
    }
}
