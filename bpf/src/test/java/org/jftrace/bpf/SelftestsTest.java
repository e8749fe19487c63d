package org.jftrace.bpf;

import static org.jftrace.bpf.AttachTest.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.spi.arch.image.FunctionModel;
import org.jftrace.spi.arch.image.ImageSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the kernel's own selftests of BPF show and no other test here does; bpf/README.md has the whole table. */
class SelftestsTest {
    private static final int NOP = 0xd503201f;
    private static final BpfTarget BLK_SUBMIT =
            BpfTarget.function("blk_submit", new FunctionModel(List.of(8, 8, 8, 4, 8, 8, 8, 8, 2, 1, 4), 8));
    private static final BpfTarget VOID_HOOK = BpfTarget.function("vfs_init", new FunctionModel(List.of(), 0));

    private final Guest guest = new Guest();
    private final Bpf bpf = guest.bpf;

    @AfterEach
    void nothingIsLeft() {
        bpf.close();
        assertEquals(0, bpf.reap());
        for (String function : List.of("ackermann", "blk_submit", "vfs_init", "vfs_open")) {
            assertEquals(NOP, guest.word(function), function);
        }
        guest.close();
    }

    private long ackermann(long m, long n) {
        return guest.machine.call("ackermann", m, n);
    }

    private BpfProgram counting(AttachType type) {
        return bpf.program(type.name(), type).load(context -> 0);
    }

    private static String eleven(BpfContext context) {
        List<Object> seen = new ArrayList<>();
        for (int slot : new int[] {0, 1, 2, 5, 7}) {
            seen.add(context.argument(slot));
        }
        seen.add((short) context.argument(8) & 0xffff);
        seen.add((byte) context.argument(9));
        seen.add((int) context.argument(10));
        return context.arguments() + " " + seen;
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "FPROBE"})
    void fentryAndFexitSeeElevenArgumentsOfFourSizes(Route route) {
        bpf.attach(
                bpf.program("entry", AttachType.FENTRY).load(context -> {
                    guest.log.add("entry " + eleven(context));
                    return 0;
                }),
                BLK_SUBMIT,
                0,
                route);
        bpf.attach(
                bpf.program("exit", AttachType.FEXIT).load(context -> {
                    guest.log.add("exit " + eleven(context));
                    return 0;
                }),
                BLK_SUBMIT,
                0,
                route);
        assertEquals(0, guest.machine.run());
        assertEquals(Guest.expected("vfs.expected.txt"), guest.said());
        List<String> expected = new ArrayList<>();
        for (String request : List.of("2048, 8", "2056, 8", "2064, 4")) {
            for (String when : List.of("entry", "exit")) {
                expected.add(when + " 11 [8, " + request + ", 42, 1000, 48879, 3, -7]");
            }
        }
        assertEquals(expected, guest.log);
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "FPROBE"})
    void whatWasDetachedIsAttachedAgainAndWhatIsAttachedTwiceRunsTwice(Route route) {
        BpfProgram program = guest.noting("entry", AttachType.FENTRY);
        for (int n = 0; n < 3; n++) {
            BpfLink link = bpf.attach(program, Guest.ACKERMANN, 0, route);
            ackermann(0, n);
            link.close();
            ackermann(0, 9);
        }
        assertEquals(List.of("entry(0, 0)", "entry(0, 1)", "entry(0, 2)"), guest.log);
        bpf.attach(program, Guest.ACKERMANN, 0, route);
        bpf.attach(program, Guest.ACKERMANN, 0, route);
        ackermann(0, 1);
        assertEquals(5, program.runCount());
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "FPROBE"})
    void modifyReturnSkipsTheFunctionAndAllThatItDoesButNotFentryAndFexit(Route route) {
        long[] answer = {0};
        BpfProgram entry = counting(AttachType.FENTRY);
        BpfProgram exit = bpf.program("exit", AttachType.FEXIT).load(context -> {
            guest.log.add("= " + context.returnValue());
            return 0;
        });
        bpf.attach(exit, Guest.ACKERMANN, 0, route);
        bpf.attach(bpf.program("modify", AttachType.FMOD_RET).load(context -> answer[0]), Guest.ACKERMANN, 0, route);
        bpf.attach(entry, Guest.ACKERMANN, 0, route);
        assertEquals(3, ackermann(1, 1));
        long calls = entry.runCount();
        assertTrue(calls > 1, "it calls itself");
        answer[0] = -22;
        guest.log.clear();
        assertEquals(-22, ackermann(1, 1));
        assertEquals(calls + 1, entry.runCount(), "it was skipped, so it called nobody");
        assertEquals(List.of("= -22"), guest.log);
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "FPROBE"})
    void anLsmProgramOnAVoidHookOnlyWatchesAndADetachedOneHasNoSay(Route route) {
        BpfProgram watching = bpf.program("watching", AttachType.LSM).load(context -> -1);
        bpf.attach(watching, VOID_HOOK, 0, route);
        BpfTarget open = BpfTarget.function("vfs_open", new FunctionModel(List.of(8, 4), 8));
        BpfProgram denying = bpf.program("denying", AttachType.LSM).load(context -> -1);
        bpf.attach(denying, open, 0, route).close();
        BpfProgram allowing = bpf.program("allowing", AttachType.LSM).load(context -> 0);
        bpf.attach(allowing, open, 0, route);
        assertEquals(0, guest.machine.run());
        assertEquals(Guest.expected("vfs.expected.txt"), guest.said());
        assertEquals(1, watching.runCount());
        assertEquals(0, denying.runCount());
        assertTrue(allowing.runCount() > 1);
    }

    @Test
    void aSleepableLsmProgramDecidesToo() {
        BpfTarget open = BpfTarget.function("vfs_open", new FunctionModel(List.of(8, 4), 8));
        BpfProgram deny = bpf.program("deny", AttachType.LSM).sleepable().load(context -> -13);
        bpf.attach(deny, open);
        assertEquals(-13, guest.machine.call("vfs_open", 0, 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "FPROBE"})
    void fexitStressThirtyEightProgramsComeAndGoTogether(Route route) {
        for (int round = 1; round <= 3; round++) {
            List<BpfProgram> programs = new ArrayList<>();
            List<BpfLink> links = new ArrayList<>();
            for (int i = 0; i < ImageSpec.MAX_PROGRAMS; i++) {
                programs.add(counting(AttachType.FEXIT));
                links.add(bpf.attach(programs.get(i), Guest.ACKERMANN, 0, route));
            }
            assertEquals(2, ackermann(0, 1));
            links.forEach(BpfLink::close);
            assertEquals(2, ackermann(0, 1));
            assertEquals(
                    Collections.nCopies(ImageSpec.MAX_PROGRAMS, 1L),
                    programs.stream().map(BpfProgram::runCount).toList());
        }
    }

    @Test
    void trampolineCountIsOfAllTypesTogether() {
        List<AttachType> types = List.of(AttachType.FENTRY, AttachType.FMOD_RET, AttachType.FEXIT);
        List<BpfProgram> programs = IntStream.range(0, ImageSpec.MAX_PROGRAMS)
                .mapToObj(i -> counting(types.get(i % 3)))
                .toList();
        programs.forEach(program -> bpf.attach(program, Guest.ACKERMANN, 0, Route.DIRECT));
        for (AttachType type : types) {
            BpfProgram more = counting(type);
            assertEquals(Errno.E2BIG, refusal(() -> bpf.attach(more, Guest.ACKERMANN, 0, Route.DIRECT)));
        }
        assertEquals(2, ackermann(0, 1));
        assertEquals(38, programs.stream().mapToLong(BpfProgram::runCount).sum());
        assertTrue(programs.stream().allMatch(program -> program.runCount() == 1));
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "FPROBE"})
    void getFuncIpIsTheSameForEveryType(Route route) {
        List<Long> ips = new ArrayList<>();
        for (AttachType type : List.of(AttachType.FENTRY, AttachType.FEXIT, AttachType.FMOD_RET)) {
            bpf.attach(seeingIp(type, ips), Guest.ACKERMANN, 0, route);
        }
        for (AttachType type : List.of(AttachType.KPROBE_MULTI, AttachType.KRETPROBE_MULTI)) {
            bpf.attachKprobes(seeingIp(type, ips), Filter.name("ackermann"));
        }
        ackermann(0, 1);
        assertEquals(Collections.nCopies(5, guest.site("ackermann")), ips);
    }

    private BpfProgram seeingIp(AttachType type, List<Long> ips) {
        return bpf.program(type.name(), type).load(context -> {
            ips.add(context.ip());
            return 0;
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "FPROBE"})
    void getFuncArgsCountsThemAndHasNoMoreAndAResultOnlyWhereThereIsOne(Route route) {
        for (AttachType type : List.of(AttachType.FENTRY, AttachType.FMOD_RET, AttachType.FEXIT)) {
            bpf.attach(
                    bpf.program(type.name(), type).load(context -> {
                        assertEquals(2, context.arguments());
                        assertEquals(List.of(0L, 1L), List.of(context.argument(0), context.argument(1)));
                        for (int slot : new int[] {-1, 2}) {
                            assertThrows(IndexOutOfBoundsException.class, () -> context.argument(slot));
                        }
                        guest.log.add(type + result(context));
                        return 0;
                    }),
                    Guest.ACKERMANN,
                    0,
                    route);
        }
        ackermann(0, 1);
        guest.log.sort(null);
        assertEquals(List.of("FENTRY has none", "FEXIT has 2", "FMOD_RET has 0"), guest.log);
    }

    private static String result(BpfContext context) {
        try {
            return " has " + context.returnValue();
        } catch (UnsupportedOperationException none) {
            return " has none";
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "FPROBE"})
    void bpfCookieIsThatOfTheLinkForEveryType(Route route) {
        List<Long> cookies = new ArrayList<>();
        long next = 0x1000_0000_0000_0000L;
        for (AttachType type : List.of(AttachType.FENTRY, AttachType.FEXIT, AttachType.FMOD_RET)) {
            BpfProgram program = bpf.program(type.name(), type).load(context -> {
                cookies.add(context.cookie());
                return 0;
            });
            bpf.attach(program, Guest.ACKERMANN, next++, route);
            bpf.attach(program, Guest.ACKERMANN, next++, route);
        }
        ackermann(0, 1);
        Collections.sort(cookies);
        assertEquals(
                IntStream.range(0, 6).mapToObj(i -> 0x1000_0000_0000_0000L + i).toList(), cookies);
    }

    @Test
    void kprobeMultiTakesAllFunctionsAndGivesThemBack() {
        List<Integer> words = words();
        BpfProgram entry = counting(AttachType.KPROBE_MULTI);
        BpfProgram exit = counting(AttachType.KRETPROBE_MULTI);
        try (BpfLink entries = bpf.attachKprobes(entry, Filter.glob("*"));
                BpfLink exits = bpf.attachKprobes(exit, Filter.glob("*"))) {
            assertTrue(words().stream().noneMatch(word -> word == NOP));
            assertEquals(0, guest.machine.run());
            assertEquals(0, entries.missed() + exits.missed());
        }
        assertEquals(Guest.expected("vfs.expected.txt"), guest.said());
        assertTrue(entry.runCount() > 1000, () -> entry.runCount() + " calls");
        assertEquals(words, words());
    }

    private List<Integer> words() {
        return guest.ftrace.sites().stream()
                .map(site -> guest.machine.memory().readWord(site.ip()))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "FPROBE"})
    void recursionOfOneProgramIsMissedAndOfTwoIsNot(Route route) {
        BpfProgram inner = counting(AttachType.FENTRY);
        BpfProgram[] outer = new BpfProgram[1];
        outer[0] = bpf.program("outer", AttachType.FENTRY).load(context -> {
            inner.run(context.cpu(), context); // as if the function that is called from here had both
            return outer[0].run(context.cpu(), context);
        });
        bpf.attach(outer[0], Guest.ACKERMANN, 0, route);
        ackermann(0, 1);
        ackermann(0, 1);
        assertEquals(List.of(2L, 2L), List.of(outer[0].runCount(), outer[0].missed()));
        assertEquals(List.of(2L, 0L), List.of(inner.runCount(), inner.missed()));
    }

    /** RACES.md B3. */
    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "FPROBE"})
    void aLinkOfManyFunctionsAndOneOfOneOfThemAreDetachedInEitherOrder(Route route) {
        List<Integer> words = words();
        BpfProgram multi = counting(AttachType.FENTRY);
        BpfProgram single = counting(AttachType.FEXIT);
        Map<BpfTarget.Function, Long> functions =
                Map.of(Guest.ACKERMANN, 1L, new BpfTarget.Function("vfs_close", FunctionModel.ofLongs(2)), 2L);
        for (boolean multiFirst : new boolean[] {true, false}) {
            BpfLink many = bpf.attachMulti(multi, functions, route);
            BpfLink one = bpf.attach(single, Guest.ACKERMANN, 0, route);
            (multiFirst ? many : one).close();
            ackermann(0, 1);
            (multiFirst ? one : many).close();
            assertEquals(words, words());
            assertEquals(0, bpf.reap());
        }
        assertEquals(List.of(1L, 1L), List.of(multi.runCount(), single.runCount()));
    }
}
