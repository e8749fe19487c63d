package org.jftrace.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The behaviour of the kernel's own tests of kprobe_multi links. */
class KprobeMultiTest {
    private static final int NOP = 0xd503201f;

    private final Guest guest = new Guest();
    private final Bpf bpf = guest.bpf;
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        bpf.close();
        assertEquals(List.of(), bpf.links());
        assertEquals(NOP, guest.word("ackermann"));
        guest.close();
    }

    private BpfProgram noting(AttachType type) {
        return bpf.program("noting", type).load(context -> {
            String function = guest.ftrace.site(context.ip()).orElseThrow().function();
            String rest = type == AttachType.KPROBE_MULTI
                    ? "(" + context.argument(0) + ", " + context.argument(1) + ")"
                    : " = " + context.returnValue();
            log.add(function + rest + " cookie " + context.cookie());
            return 0;
        });
    }

    private void callBoth() {
        guest.machine.call("ackermann", 0, 1);
        guest.machine.call("vfs_close", -1, 5);
    }

    @Test
    void aPatternSelectsFunctions() {
        try (BpfLink link = bpf.attachKprobes(noting(AttachType.KPROBE_MULTI), Filter.glob("acker*", "vfs_cl*"))) {
            assertEquals(Route.FPROBE, link.route());
            callBoth();
        }
        callBoth();
        assertEquals(List.of("ackermann(0, 1) cookie 0", "vfs_close(-1, 5) cookie 0"), log);
    }

    @Test
    void eachAddressHasItsCookieAtEntryAndAtReturn() {
        Map<Long, Long> cookies = Map.of(guest.site("ackermann"), 7L, guest.site("vfs_close"), 9L);
        bpf.attachKprobes(noting(AttachType.KPROBE_MULTI), cookies);
        bpf.attachKprobes(noting(AttachType.KRETPROBE_MULTI), cookies);
        callBoth();
        assertEquals(
                List.of(
                        "ackermann(0, 1) cookie 7",
                        "ackermann = 2 cookie 7",
                        "vfs_close(-1, 5) cookie 9",
                        "vfs_close = -9 cookie 9"),
                log);
    }

    @Test
    void aReturnHasNoArgumentsAndAnEntryNoResult() {
        List<Class<?>> thrown = new ArrayList<>();
        bpf.attachKprobes(
                bpf.program("entry", AttachType.KPROBE_MULTI).load(context -> {
                    thrown.add(assertThrows(RuntimeException.class, context::returnValue)
                            .getClass());
                    return context.arguments();
                }),
                Filter.name("ackermann"));
        bpf.attachKprobes(
                bpf.program("return", AttachType.KRETPROBE_MULTI).load(context -> {
                    thrown.add(assertThrows(RuntimeException.class, () -> context.argument(0))
                            .getClass());
                    return 0;
                }),
                Filter.name("ackermann"));
        assertEquals(2, guest.machine.call("ackermann", 0, 1));
        assertEquals(List.of(UnsupportedOperationException.class, IndexOutOfBoundsException.class), thrown);
    }

    @Test
    void allOrNone() {
        BpfProgram program = noting(AttachType.KPROBE_MULTI);
        Map<Long, Long> oneIsNoSite = Map.of(guest.site("ackermann"), 1L, guest.site("vfs_close") + 4, 2L);
        assertEquals(Errno.ENOENT, refusal(() -> bpf.attachKprobes(program, oneIsNoSite)));
        assertEquals(Errno.EINVAL, refusal(() -> bpf.attachKprobes(program, Map.of())));
        assertEquals(Errno.EINVAL, refusal(() -> bpf.attachKprobes(program, Filter.glob("no_such_*"))));
        BpfProgram fentry = bpf.program("fentry", AttachType.FENTRY).load(context -> 0);
        assertEquals(Errno.EINVAL, refusal(() -> bpf.attachKprobes(fentry, Filter.name("ackermann"))));
        assertEquals(Errno.EINVAL, refusal(() -> bpf.attach(program, Guest.ACKERMANN)));
        callBoth();
        assertEquals(List.of(), log);
    }

    private static Errno refusal(Runnable refused) {
        return assertThrows(FtraceException.class, refused::run).errno();
    }

    @Test
    void anUpdateTakesTheOtherProgramWithTheCookiesOfTheLink() {
        BpfLink link = bpf.attachKprobes(noting(AttachType.KPROBE_MULTI), Map.of(guest.site("ackermann"), 3L));
        BpfProgram other = bpf.program("other", AttachType.KPROBE_MULTI).load(context -> {
            log.add("other " + context.cookie());
            return 0;
        });
        link.update(other);
        guest.machine.call("ackermann", 0, 1);
        assertEquals(List.of("other 3"), log);
        BpfProgram ret = noting(AttachType.KRETPROBE_MULTI);
        assertEquals(Errno.EINVAL, refusal(() -> link.update(ret)));
    }

    @Test
    void manyLinksAreEachCalledOnceInAnyOrderOfDetaching() {
        List<BpfLink> links = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            links.add(bpf.attachKprobes(
                    bpf.program("p" + i, AttachType.KRETPROBE_MULTI).load(context -> 0), Filter.name("ackermann")));
        }
        for (int gone : new int[] {2, 0, 1}) {
            guest.machine.call("ackermann", 0, 1);
            links.remove(gone).close();
        }
        guest.machine.call("ackermann", 0, 1);
        assertEquals(
                List.of(4L, 4L),
                links.stream().map(link -> link.program().runCount()).toList());
    }
}
