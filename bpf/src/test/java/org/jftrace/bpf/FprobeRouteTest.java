package org.jftrace.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.direct.DirectRegistration;
import org.jftrace.spi.arch.image.FunctionModel;
import org.junit.jupiter.api.Test;

/** Programs called by fprobes, and what only those do. */
class FprobeRouteTest extends AttachTest {
    FprobeRouteTest() {
        super(Route.FPROBE);
    }

    @Test
    void programsRunTheNewestFirstAndAfterTheFunctionInReverse() {
        for (String name : List.of("a", "b")) {
            attach(guest.noting(name, AttachType.FENTRY), Guest.ACKERMANN);
            attach(guest.noting(name, AttachType.FEXIT), Guest.ACKERMANN);
        }
        ackermann(0, 1);
        assertEquals(List.of("b(0, 1)", "a(0, 1)", "a(0, 1) = 2", "b(0, 1) = 2"), guest.log);
    }

    @Test
    void onceAProgramHasDecidedTheResultTheOthersAreNotAsked() {
        BpfProgram second = bpf.program("second", AttachType.FMOD_RET).load(context -> 7);
        attach(second, Guest.ACKERMANN);
        attach(bpf.program("first", AttachType.FMOD_RET).load(context -> -13), Guest.ACKERMANN);
        assertEquals(-13, ackermann(0, 1));
        assertEquals(0, second.runCount());
    }

    @Test
    void whoComesAfterTheDecisionFindsItInPlaceOfTheFirstArgument() {
        attach(guest.noting("exit", AttachType.FEXIT), Guest.ACKERMANN);
        attach(bpf.program("deny", AttachType.FMOD_RET).load(context -> -13), Guest.ACKERMANN);
        assertEquals(-13, ackermann(0, 1));
        assertEquals(List.of("exit(-13, 1) = -13"), guest.log);
    }

    @Test
    void itIsTakenWhereAnotherDirectCallIsOnTheFunction() {
        long elsewhere = guest.site("vfs_close");
        DirectRegistration other = guest.ftrace.directCalls().register("other", Filter.name("ackermann"), elsewhere);
        BpfProgram program = guest.noting("entry", AttachType.FENTRY);
        assertEquals(Errno.EBUSY, refusal(() -> bpf.attach(program, Guest.ACKERMANN, 0, Route.DIRECT)));
        BpfLink link = bpf.attach(program, Guest.ACKERMANN);
        assertEquals(Route.FPROBE, link.route());
        other.close();
        assertEquals(2, ackermann(0, 1));
        assertEquals(List.of("entry(0, 1)"), guest.log);
        assertEquals(0, link.missed());
    }

    @Test
    void itIsTakenWhereDirectCallsAreNotAllowed() {
        guest.ftrace.directCalls().setAllowed(false);
        BpfProgram program = guest.noting("exit", AttachType.FEXIT);
        assertEquals(Errno.ENOTSUPP, refusal(() -> bpf.attach(program, Guest.ACKERMANN, 0, Route.DIRECT)));
        assertEquals(Route.FPROBE, bpf.attach(program, Guest.ACKERMANN).route());
        BpfProgram sleepable =
                bpf.program("sleepable", AttachType.FENTRY).sleepable().load(context -> 0);
        assertEquals(Errno.ENOTSUPP, refusal(() -> bpf.attach(sleepable, Guest.ACKERMANN)));
    }

    @Test
    void whoIsRefusedOnBothRoutesIsToldOfBoth() {
        guest.ftrace.directCalls().setAllowed(false);
        BpfProgram program = guest.noting("entry", AttachType.FENTRY);
        useUpData();
        FtraceException both = assertThrows(FtraceException.class, () -> bpf.attach(program, Guest.ACKERMANN));
        assertEquals(Errno.ENOMEM, both.errno());
        assertEquals(Errno.ENOTSUPP, ((FtraceException) both.getSuppressed()[0]).errno());
        FtraceException one = assertThrows(FtraceException.class, () -> attach(program, Guest.ACKERMANN));
        assertEquals(Errno.ENOMEM, one.errno());
        assertEquals(0, one.getSuppressed().length);
    }

    private void useUpData() {
        for (int size = 1 << 30; size > 0; size /= 2) {
            try {
                while (true) {
                    guest.machine.memory().allocateData(size);
                }
            } catch (FtraceException full) {
                assertEquals(Errno.ENOMEM, full.errno());
            }
        }
    }

    @Test
    void sleepableAndTraceableProgramsAreRefused() {
        BpfProgram sleepable =
                bpf.program("sleepable", AttachType.FENTRY).sleepable().load(context -> 0);
        BpfProgram traceable =
                bpf.program("traceable", AttachType.FENTRY).traceable().load(context -> 0);
        BpfProgram plain = bpf.program("plain", AttachType.FENTRY).load(context -> 0);
        assertEquals(Errno.ENOTSUPP, refusal(() -> attach(sleepable, Guest.ACKERMANN)));
        assertEquals(Errno.ENOTSUPP, refusal(() -> attach(traceable, Guest.ACKERMANN)));
        assertEquals(Errno.ENOTSUPP, refusal(() -> attach(plain, BpfTarget.program(traceable))));
        BpfLink link = attach(plain, Guest.ACKERMANN);
        assertEquals(Errno.ENOTSUPP, refusal(() -> link.update(traceable)));
        assertEquals(plain, link.program());
    }

    @Test
    void bothRoutesShareAFunction() {
        bpf.attach(guest.noting("direct entry", AttachType.FENTRY), Guest.ACKERMANN, 0, Route.DIRECT);
        bpf.attach(guest.noting("direct exit", AttachType.FEXIT), Guest.ACKERMANN, 0, Route.DIRECT);
        attach(guest.noting("probe entry", AttachType.FENTRY), Guest.ACKERMANN);
        attach(guest.noting("probe exit", AttachType.FEXIT), Guest.ACKERMANN);
        assertEquals(2, ackermann(0, 1));
        assertEquals(
                List.of("probe entry(0, 1)", "direct entry(0, 1)", "direct exit(0, 1) = 2", "probe exit(0, 1) = 2"),
                guest.log);
    }

    @Test
    void aContextEndsWithItsProgram() {
        BpfContext[] kept = new BpfContext[1];
        BpfProgram keeping = bpf.program("keeping", AttachType.FENTRY).load(context -> {
            kept[0] = context;
            return 0;
        });
        attach(keeping, Guest.ACKERMANN);
        ackermann(0, 1);
        assertThrows(IllegalStateException.class, () -> kept[0].argument(0));
        assertThrows(IllegalStateException.class, () -> kept[0].cpu());
    }

    @Test
    void aModelSaysWhichArgumentsThereAre() {
        BpfProgram counting = bpf.program("counting", AttachType.FENTRY).load(context -> {
            guest.log.add(context.arguments() + " arguments");
            try {
                guest.log.add("result " + context.returnValue());
            } catch (UnsupportedOperationException none) {
                guest.log.add("no result");
            }
            return context.argument(1);
        });
        attach(counting, BpfTarget.function("ackermann", FunctionModel.ofLongs(1)));
        ackermann(0, 1);
        assertEquals(List.of("1 arguments", "no result"), guest.log);
        assertEquals(1, counting.errors());
        assertEquals(Errno.EINVAL, refusal(() -> bpf.attachMulti(counting, Map.of(), Route.FPROBE)));
    }
}
