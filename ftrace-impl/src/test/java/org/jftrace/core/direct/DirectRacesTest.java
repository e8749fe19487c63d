package org.jftrace.core.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.core.WatchedMachine;
import org.jftrace.direct.DirectRegistration;
import org.jftrace.direct.DirectTargets;
import org.jftrace.sim.light.LightMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Races of real kernels around direct calls, by the rows of RACES.md: what is written when, and who waits for whom. */
@Timeout(60)
class DirectRacesTest {
    private static final int FUNCTIONS = 300;
    private static final long FAR = 1L << 30;

    private final LightMachine light =
            LightMachine.builder().functions(FUNCTIONS).build();
    private final WatchedMachine machine = new WatchedMachine(light);
    private final FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine));

    private DirectRegistration direct(int function, long distance) {
        return ftrace.directCalls()
                .register("d" + function, Filter.name("f" + function), light.ip(function) + distance);
    }

    private FtraceOps idle(String function) {
        return FtraceOps.of("idle", Filter.name(function), (ip, parentIp, ops, regs) -> {});
    }

    private static Errno refusal(Runnable refused) {
        return assertThrows(FtraceException.class, refused::run).errno();
    }

    /** RACES.md C4. */
    @Test
    void aModifyMakesANewTableAndLeavesThatWhichSomebodyReads() {
        DirectTargets read = DirectTargets.of(Map.of(8L, 0x100L, 16L, 0x200L));
        DirectTargets next = read.with(DirectTargets.of(Map.of(8L, 0x300L, 16L, DirectTargets.NOWHERE, 24L, 0x400L)));
        assertEquals(List.of(0x100L, 0x200L, 0L), List.of(read.at(8), read.at(16), read.at(24)));
        assertEquals(List.of(0x300L, 0L, 0x400L), List.of(next.at(8), next.at(16), next.at(24)));
    }

    /** RACES.md C4: the list walker that may have read the old table is in a callback. */
    @Test
    void aModifyWaitsForTheCallsThatMayHaveReadTheOldTable() throws InterruptedException {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch inCallback = new CountDownLatch(1);
        CountDownLatch leaveCallback = new CountDownLatch(1);
        CountDownLatch aboutToWait = new CountDownLatch(1);
        light.intercept(ftrace.hostEntry());
        DirectRegistration direct = direct(0, 0x1000);
        ftrace.register(FtraceOps.of("blocking", Filter.name("f1"), (ip, parentIp, ops, regs) -> {
            inCallback.countDown();
            await(leaveCallback);
            order.add("callback ended");
        }));
        machine.watch(step -> {
            if (step.equals("quiesce")) {
                aboutToWait.countDown();
            }
        });
        Thread caller = new Thread(() -> light.cpu(1).call(light.function(1)));
        caller.start();
        await(inCallback);
        Thread changer = new Thread(() -> {
            direct.modify(light.ip(0) + 0x2000);
            order.add("modified");
            aboutToWait.countDown(); // should it not wait at all
        });
        changer.start();
        await(aboutToWait);
        changer.join(50); // ends at once if it does not wait
        assertTrue(changer.isAlive());
        leaveCallback.countDown();
        changer.join();
        caller.join();
        assertEquals(List.of("callback ended", "modified"), order);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RACES.md C7: who holds the lock is told so, whichever of the two comes second. */
    @Test
    void everyChangeOfADirectCallHoldsTheCoresLock() {
        List<Errno> refused = new ArrayList<>();
        DirectRegistration one = direct(0, 0x1000);
        List<Runnable> changes = List.of(
                () -> direct(1, 0x1000),
                () -> one.modify(light.ip(0) + 0x2000),
                () -> one.modify(Map.of(light.ip(2), light.ip(2) + 0x1000)),
                one::close);
        machine.watch(step -> {
            if (step.equals("synchronize")) {
                changes.forEach(change -> refused.add(refusal(change)));
            }
        });
        ftrace.register(idle("f5"));
        assertEquals(Collections.nCopies(changes.size(), Errno.EAGAIN), refused);

        refused.clear();
        for (Runnable change : changes) {
            boolean[] seen = {false};
            machine.watch(step -> {
                if (step.startsWith("patch word") && !seen[0]) {
                    seen[0] = true;
                    refused.add(refusal(() -> ftrace.register(idle("f6"))));
                }
            });
            change.run();
        }
        machine.watch(step -> {});
        assertEquals(Collections.nCopies(changes.size(), Errno.EAGAIN), refused);
        assertEquals(0, ftrace.site(light.ip(6)).orElseThrow().users());
    }

    /** RACES.md C8. */
    @Test
    void aModifyDoesTheSameWhateverElseIsCalledDirectly() {
        DirectRegistration one = direct(0, 0x1000);
        machine.drain();
        one.modify(light.ip(0) + 0x2000);
        int alone = machine.drain().size();
        for (int function = 1; function < FUNCTIONS; function++) {
            direct(function, 0x1000);
        }
        machine.drain();
        one.modify(light.ip(0) + 0x3000);
        List<String> among = machine.drain();
        assertEquals(alone, among.size(), among::toString);
        assertEquals(
                1, among.stream().filter(step -> step.startsWith("patch word")).count(), among::toString);
        for (int function = 1; function < FUNCTIONS; function++) {
            assertEquals(
                    light.ip(function) + 0x1000,
                    ftrace.site(light.ip(function)).orElseThrow().target().orElseThrow());
        }
    }

    private long directField(int function) {
        return ftrace.site(light.ip(function)).orElseThrow().ops().orElseThrow().address() + 8;
    }

    /** RACES.md S5: a far target is 64 bits that a call loads while they change. */
    @Test
    void aFarTargetIsEightAlignedAndReplacedInOneWrite() {
        DirectRegistration far = direct(0, FAR);
        long field = directField(0);
        assertEquals(0, field % 8);
        machine.drain();
        far.modify(light.ip(0) + 2 * FAR);
        List<String> patches = machine.drain().stream()
                .filter(step -> step.startsWith("patch"))
                .toList();
        String write = "patch long " + Long.toHexString(field) + " ";
        assertEquals(
                List.of(write + Long.toHexString(light.ip(0) + 2 * FAR)),
                patches.stream().filter(step -> step.startsWith(write)).toList());
        assertTrue(patches.stream().noneMatch(step -> step.startsWith("patch word")), patches::toString);
    }

    /** RACES.md S6. */
    @Test
    void aFarTargetIsThereBeforeTheBranchAndOutlastsIt() {
        machine.drain();
        DirectRegistration far = direct(0, FAR);
        String field = "patch long " + Long.toHexString(directField(0)) + " ";
        String target = field + Long.toHexString(light.ip(0) + FAR);
        String branch = "patch word " + Long.toHexString(light.ip(0)) + " ";
        List<String> coming = machine.drain();
        int written = coming.indexOf(target);
        assertTrue(written >= 0 && written < first(coming, branch), coming::toString);
        far.close();
        List<String> going = machine.drain();
        int branchGone = first(going, branch);
        int waited = first(going.subList(branchGone, going.size()), "quiesce") + branchGone;
        int freed = first(going, "give memory");
        assertTrue(branchGone < waited && waited < freed, going::toString);
        assertTrue(
                going.subList(0, waited).stream().noneMatch(step -> step.startsWith(field)),
                "who is still on its way goes where it was sent: " + going);
    }

    private static int first(List<String> steps, String prefix) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).startsWith(prefix)) {
                return i;
            }
        }
        throw new AssertionError("no " + prefix + " in " + steps);
    }
}
