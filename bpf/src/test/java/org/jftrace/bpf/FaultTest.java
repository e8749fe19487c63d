package org.jftrace.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.direct.DirectRegistration;
import org.jftrace.spi.arch.image.FunctionModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What fails half way leaves nothing behind. RACES.md B2, C5 and C15. */
class FaultTest {
    private static final int NOP = 0xd503201f;
    private static final List<String> NAMES = List.of("ackermann", "vfs_close", "vfs_open", "vfs_read", "vfs_write");

    private final Faulty faulty = new Faulty();
    private final Guest guest = new Guest("vfs.elf", 1, faulty);
    private final Bpf bpf = guest.bpf;
    private final String before = faulty.toString();

    @AfterEach
    void nothingIsLeft() {
        faulty.failing = 0;
        bpf.close();
        assertEquals(0, bpf.reap());
        assertNothingIsLeft();
        guest.close();
    }

    private void assertNothingIsLeft() {
        assertEquals(before, faulty.toString());
        assertEquals(List.of(), bpf.links());
        for (String name : NAMES) {
            assertEquals(NOP, guest.word(name), name);
        }
    }

    private static Errno refusal(Runnable refused) {
        return assertThrows(FtraceException.class, refused::run).errno();
    }

    /** Functions of different shapes, so that each needs an image of its own. */
    private static Map<BpfTarget.Function, Long> functions() {
        Map<BpfTarget.Function, Long> functions = new LinkedHashMap<>();
        for (String name : NAMES) {
            functions.put(new BpfTarget.Function(name, FunctionModel.ofLongs(2 + functions.size())), 1L);
        }
        return functions;
    }

    private BpfProgram program(AttachType type) {
        return bpf.program("p", type).load(context -> 0);
    }

    private void attachesAndCounts(AttachType type) {
        BpfProgram program = program(type);
        try (BpfLink link = bpf.attachMulti(program, functions(), Route.DIRECT)) {
            assertEquals(program, link.program());
            guest.machine.call("ackermann", 0, 1);
            assertEquals(1, program.runCount());
        }
    }

    @Test
    void anAttachForWhichTheKthImageCannotBeMadeLeavesNothingForEveryK() {
        for (AttachType type : List.of(AttachType.FENTRY, AttachType.FEXIT)) {
            for (int k = 1; k <= NAMES.size(); k++) {
                faulty.failing = k;
                BpfProgram program = program(type);
                assertEquals(Errno.ENOMEM, refusal(() -> bpf.attachMulti(program, functions(), Route.DIRECT)));
                assertNothingIsLeft();
                attachesAndCounts(type);
            }
        }
    }

    @Test
    void anAttachOfWhichTheKthFunctionIsTakenLeavesNothingForEveryK() {
        for (String taken : NAMES) {
            DirectRegistration other =
                    guest.ftrace.directCalls().register("other", Filter.name(taken), guest.site("ackermann"));
            BpfProgram program = program(AttachType.FEXIT);
            assertEquals(Errno.EBUSY, refusal(() -> bpf.attachMulti(program, functions(), Route.DIRECT)));
            other.close();
            assertNothingIsLeft();
            attachesAndCounts(AttachType.FEXIT);
        }
    }

    /** One of the functions has programs already, whose image the refused one must not have taken away. */
    @Test
    void anAttachThatFailsLeavesThoseThatAreThere() {
        BpfProgram before = program(AttachType.FEXIT);
        bpf.attach(before, new BpfTarget.Function("ackermann", FunctionModel.ofLongs(2)), 0, Route.DIRECT);
        for (int k = 1; k <= NAMES.size(); k++) {
            faulty.failing = k;
            BpfProgram program = program(AttachType.FEXIT);
            assertEquals(Errno.ENOMEM, refusal(() -> bpf.attachMulti(program, functions(), Route.DIRECT)));
            guest.machine.call("ackermann", 0, 1);
            assertEquals(k, before.runCount());
            assertEquals(0, program.runCount());
            assertEquals(1, faulty.images.size());
        }
    }

    @Test
    void aDetachForWhichTheKthImageCannotBeMadeSilencesTheProgramForEveryK() {
        for (int k = 1; k <= NAMES.size(); k++) {
            BpfProgram stays = program(AttachType.FEXIT);
            BpfProgram goes = program(AttachType.FENTRY);
            BpfLink staying = bpf.attachMulti(stays, functions(), Route.DIRECT);
            BpfLink going = bpf.attachMulti(goes, functions(), Route.DIRECT);
            faulty.failing = k;
            going.close();
            faulty.failing = 0;
            for (String name : NAMES) {
                guest.machine.call(name, name.equals("ackermann") ? 0 : -1, 0);
            }
            assertEquals(0, goes.runCount());
            assertEquals(NAMES.size(), stays.runCount());
            staying.close();
            assertEquals(0, bpf.reap());
            assertNothingIsLeft();
        }
    }
}
