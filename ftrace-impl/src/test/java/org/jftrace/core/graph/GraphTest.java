package org.jftrace.core.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.graph.GraphOps;
import org.jftrace.graph.Graphs;
import org.jftrace.sim.SimMachine;
import org.jftrace.site.CallSiteInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trees of calls of a guest that the reference machine executes. */
class GraphTest {
    private static final Path FOLDER = Path.of("..", "samples", "guest");

    private final List<String> log = new ArrayList<>();
    private SimMachine machine;
    private Ftrace ftrace;

    @BeforeEach
    void load() throws IOException {
        load("vfs.elf", 1);
    }

    private void load(String elf, int cpus) throws IOException {
        machine = SimMachine.builder(FOLDER.resolve(elf))
                .cpus(cpus)
                .stdout(OutputStream.nullOutputStream())
                .build();
        ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
    }

    @AfterEach
    void close() {
        ftrace.close();
        machine.close();
    }

    private String name(long ip) {
        return ftrace.site(ip).map(CallSiteInfo::function).orElseThrow();
    }

    private GraphOps.Builder noting(String name) {
        return GraphOps.builder(name).filter(Filter.name("ackermann")).data(1);
    }

    private GraphOps tree(String name, Filter filter) {
        return GraphOps.builder(name)
                .filter(filter)
                .data(1)
                .handlers(
                        (call, regs) -> {
                            call.data()[0] = regs.argument(1);
                            log.add(name + " ".repeat(call.depth() + 1) + name(call.ip()) + "(" + regs.argument(1)
                                    + ") {");
                            return true;
                        },
                        (call, regs) -> log.add(name + " ".repeat(call.depth() + 1) + "} " + call.data()[0] + " = "
                                + regs.returnValue()));
    }

    @Test
    void entriesAndReturnsMakeATree() {
        Registration registration = ftrace.graphs().register(tree("t", Filter.name("ackermann")));
        assertEquals(3, machine.call("ackermann", 1, 1));
        assertEquals(List.of("t ackermann(1) {", "t  ackermann(0) {", "t  } 0 = 2", "t } 1 = 3"), log);
        registration.close();
        log.clear();
        assertEquals(3, machine.call("ackermann", 1, 1));
        assertEquals(List.of(), log);
    }

    @Test
    void severalUsersShareAHookAndSeeTheirOwn() {
        ftrace.graphs().register(tree("a", Filter.name("ackermann")));
        Registration b = ftrace.graphs().register(tree("b", Filter.name("ackermann", "vfs_close")));
        assertEquals(2, machine.call("ackermann", 0, 1));
        assertEquals(List.of("a ackermann(1) {", "b ackermann(1) {", "a } 1 = 2", "b } 1 = 2"), log);
        assertEquals(
                1,
                ftrace.site(ftrace.select(Filter.name("ackermann"))[0])
                        .orElseThrow()
                        .users());
        b.setFilter(Filter.name("vfs_close"));
        log.clear();
        machine.call("ackermann", 0, 1);
        assertEquals(List.of("a ackermann(1) {", "a } 1 = 2"), log);
    }

    @Test
    void whoDeclinesAnEntrySeesNoReturn() {
        ftrace.graphs()
                .register(noting("odd")
                        .handlers((call, regs) -> (regs.argument(1) & 1) == 1, (call, regs) -> log.add("odd")));
        ftrace.graphs().register(noting("none").handlers((call, regs) -> false, (call, regs) -> log.add("none")));
        machine.call("ackermann", 0, 1);
        machine.call("ackermann", 0, 2);
        assertEquals(List.of("odd"), log);
    }

    @Test
    void whoComesInMidCallSeesNoReturnWithoutItsEntry() {
        Registration[] late = new Registration[1];
        ftrace.graphs()
                .register(noting("first")
                        .handlers(
                                (call, regs) -> {
                                    if (late[0] == null) {
                                        late[0] = ftrace.graphs().register(tree("late", Filter.name("vfs_close")));
                                    }
                                    return true;
                                },
                                (call, regs) -> log.add("first")));
        machine.call("ackermann", 0, 1);
        assertEquals(List.of("first"), log);
        late[0].close();
    }

    @Test
    void whoLeavesInMidCallSeesNoReturn() {
        Registration[] self = new Registration[1];
        self[0] = ftrace.graphs()
                .register(noting("leaving")
                        .handlers(
                                (call, regs) -> {
                                    self[0].close();
                                    return true;
                                },
                                (call, regs) -> log.add("never")));
        assertEquals(2, machine.call("ackermann", 0, 1));
        assertEquals(List.of(), log);
    }

    @Test
    void sixteenUsersAndNoMore() {
        List<Registration> users = new ArrayList<>();
        for (int i = 0; i < Graphs.MAX_USERS; i++) {
            users.add(ftrace.graphs().register(tree("u" + i, Filter.name("ackermann"))));
        }
        GraphOps more = tree("more", Filter.name("ackermann"));
        assertEquals(
                Errno.ENOSPC,
                assertThrows(FtraceException.class, () -> ftrace.graphs().register(more))
                        .errno());
        machine.call("ackermann", 0, 1);
        assertEquals(2 * Graphs.MAX_USERS, log.size());
        users.get(7).close();
        ftrace.graphs().register(more);
    }

    @Test
    void whatAHandlerThrowsIsCountedAndHarmsNobody() {
        Registration failing = ftrace.graphs()
                .register(noting("failing")
                        .handlers(
                                (call, regs) -> {
                                    if (regs.argument(1) == 1) {
                                        throw new IllegalStateException("entry, on purpose");
                                    }
                                    return true;
                                },
                                (call, regs) -> {
                                    throw new IllegalStateException("return, on purpose");
                                }));
        assertEquals(2, machine.call("ackermann", 0, 1));
        assertEquals(3, machine.call("ackermann", 0, 2));
        assertEquals(2, failing.errors());
    }

    @Test
    void tooManyCallsAreCountedAndReturnAsEver() {
        AtomicLong entries = new AtomicLong();
        AtomicLong returns = new AtomicLong();
        AtomicLong overrun = new AtomicLong();
        ftrace.graphs()
                .register(noting("deep").handlers((call, regs) -> entries.incrementAndGet() > 0, (call, regs) -> {
                    returns.incrementAndGet();
                    overrun.set(call.overrun());
                }));
        long untraced = 2 * 60 + 3;
        assertEquals(untraced, machine.call("ackermann", 2, 60));
        assertEquals(entries.get(), returns.get());
        assertTrue(overrun.get() > 0);
    }

    @Test
    void twoCpusPairEntriesAndReturns() throws IOException {
        close();
        load("smp.elf", 2);
        AtomicLong entries = new AtomicLong();
        AtomicLong returns = new AtomicLong();
        ftrace.graphs()
                .register(GraphOps.builder("all")
                        .filter(Filter.all())
                        .handlers(
                                (call, regs) -> entries.incrementAndGet() > 0,
                                (call, regs) -> returns.incrementAndGet()));
        assertEquals(0, machine.run());
        assertTrue(returns.get() > 1_000_000);
        assertTrue(entries.get() - returns.get() <= 2 * Graphs.MAX_DEPTH, "but for those that never return");
    }
}
