package org.jftrace.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.spi.arch.image.FunctionModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two CPUs are inside of programs, and each program changes something, for which it has to wait for the other. RACES.md C9.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TwoInsideTest {
    private static final BpfTarget ITEM = BpfTarget.function("smp_do_item", FunctionModel.ofLongs(1));

    private final List<Errno> refused = Collections.synchronizedList(new ArrayList<>());

    /** What each CPU does in its first item, when the other is in one too. */
    private void run(Route route, AttachType type, Change first, Change second) {
        CyclicBarrier both = new CyclicBarrier(2);
        try (Guest guest = new Guest("smp.elf", 2)) {
            AtomicBoolean[] done = {new AtomicBoolean(), new AtomicBoolean()};
            BpfLink[] link = new BpfLink[1];
            BpfProgram program = guest.bpf.program("meeting", type).load(context -> {
                int cpu = context.cpu().id();
                if (done[cpu].compareAndSet(false, true)) {
                    meet(both);
                    change(cpu == 0 ? first : second, guest, link[0]);
                }
                return 0;
            });
            link[0] = guest.bpf.attach(program, ITEM, 0, route);
            guest.machine.start();
            assertEquals(0, guest.machine.join());
            assertEquals(Guest.expected("smp.expected.txt"), guest.said());
            assertEquals(0, program.errors());
            link[0].close();
            assertEquals(List.of(Errno.EAGAIN), refused);
            guest.bpf.close();
            assertEquals(0, guest.bpf.reap());
        }
    }

    /** Something that waits for programs and callbacks to end. */
    private interface Change {
        void on(Guest guest, BpfLink own);
    }

    private static void meet(CyclicBarrier both) {
        try {
            both.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private void change(Change change, Guest guest, BpfLink own) {
        try {
            change.on(guest, own);
        } catch (FtraceException busy) {
            refused.add(busy.errno());
        }
    }

    private static void attachAndDetach(Guest guest, BpfLink own) {
        BpfProgram nothing = guest.bpf.program("nothing", AttachType.FENTRY).load(context -> 0);
        guest.bpf
                .attach(nothing, BpfTarget.function("vfs_open", FunctionModel.ofLongs(2)))
                .close();
    }

    private static void update(Guest guest, BpfLink own) {
        own.update(guest.bpf.program("after", own.program().type()).load(context -> 0));
    }

    private static void trace(Guest guest, BpfLink own) {
        Registration tracer = guest.ftrace.register(
                FtraceOps.of("tracer", Filter.name("vfs_close"), (ip, parentIp, ops, regs) -> {}));
        tracer.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "FPROBE"})
    void anUpdateMeetsATracerThatEnds(Route route) {
        run(route, AttachType.FENTRY, TwoInsideTest::update, TwoInsideTest::trace);
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "FPROBE"})
    void anUpdateMeetsADetach(Route route) {
        run(route, AttachType.FEXIT, TwoInsideTest::update, TwoInsideTest::attachAndDetach);
    }

    @Test
    void aProbeThatEndsWithinItsExitHandlerMeetsATracerThatEnds() {
        run(Route.FPROBE, AttachType.FEXIT, (guest, own) -> own.close(), TwoInsideTest::trace);
    }

    @Test
    void twoWaitForEachOther() {
        run(
                Route.DIRECT,
                AttachType.FENTRY,
                (guest, own) -> guest.ftrace.synchronize(),
                (guest, own) -> guest.ftrace.synchronize());
    }
}
