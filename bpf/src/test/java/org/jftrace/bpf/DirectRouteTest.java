package org.jftrace.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.Errno;
import org.jftrace.spi.arch.image.FunctionModel;
import org.jftrace.spi.arch.image.ImageSpec;
import org.junit.jupiter.api.Test;

/** Programs called by images, and what only images do. */
class DirectRouteTest extends AttachTest {
    DirectRouteTest() {
        super(Route.DIRECT);
    }

    @Test
    void theNewestProgramRunsFirst() {
        for (String name : List.of("a", "b", "c")) {
            attach(guest.noting(name, AttachType.FENTRY), Guest.ACKERMANN);
        }
        ackermann(0, 1);
        assertEquals(List.of("c(0, 1)", "b(0, 1)", "a(0, 1)"), guest.log);
    }

    @Test
    void aFunctionTakesThirtyEightProgramsAndNoMore() {
        List<BpfLink> links = new ArrayList<>();
        for (int i = 0; i < ImageSpec.MAX_PROGRAMS; i++) {
            links.add(attach(bpf.program("p" + i, AttachType.FENTRY).load(context -> 0), Guest.ACKERMANN));
        }
        BpfProgram more = bpf.program("more", AttachType.FEXIT).load(context -> 0);
        assertEquals(Errno.E2BIG, refusal(() -> attach(more, Guest.ACKERMANN)));
        ackermann(0, 1);
        assertTrue(links.stream().allMatch(link -> link.program().runCount() == 1));
        links.get(3).close();
        attach(more, Guest.ACKERMANN);
    }

    @Test
    void aFunctionThatIsDescribedInTwoWaysIsRefused() {
        attach(guest.noting("entry", AttachType.FENTRY), Guest.ACKERMANN);
        BpfTarget other = BpfTarget.function("ackermann", FunctionModel.ofLongs(3));
        BpfProgram program = guest.noting("other", AttachType.FENTRY);
        assertEquals(Errno.EINVAL, refusal(() -> attach(program, other)));
        assertEquals(
                Errno.ENOENT, refusal(() -> attach(program, BpfTarget.function("no_such", FunctionModel.ofLongs(1)))));
        assertEquals(Errno.ENOTSUPP, refusal(() -> new FunctionModel(List.of(17), 8)));
        assertEquals(Errno.EINVAL, refusal(() -> FunctionModel.ofLongs(13)));
    }

    @Test
    void aProgramOnAProgramRunsBeforeAndAfterIt() {
        BpfProgram inner = bpf.program("inner", AttachType.FENTRY).traceable().load(context -> {
            guest.log.add("inner");
            return 5;
        });
        attach(inner, Guest.ACKERMANN);
        attach(
                bpf.program("before", AttachType.FENTRY).load(context -> {
                    guest.log.add("before");
                    return 0;
                }),
                BpfTarget.program(inner));
        BpfLink after = attach(
                bpf.program("after", AttachType.FEXIT).load(context -> {
                    guest.log.add("after " + context.returnValue());
                    return 0;
                }),
                BpfTarget.program(inner));
        assertEquals(2, ackermann(0, 1));
        assertEquals(List.of("before", "inner", "after 5"), guest.log);
        after.close();
        BpfProgram traceable =
                bpf.program("deep", AttachType.FENTRY).traceable().load(context -> 0);
        assertEquals(Errno.EINVAL, refusal(() -> attach(traceable, BpfTarget.program(inner))));
        BpfProgram plain = bpf.program("plain", AttachType.FENTRY).load(context -> 0);
        assertEquals(Errno.EINVAL, refusal(() -> attach(plain, BpfTarget.program(plain))));
    }
}
