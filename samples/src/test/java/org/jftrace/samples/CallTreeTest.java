package org.jftrace.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.graph.GraphOps;
import org.jftrace.sim.SimMachine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The call tree that function graph sees is the one that gcc itself logs, in a build with {@code -finstrument-functions}. */
class CallTreeTest {
    /** Each call and each return, a line an event, as deep as it lies. */
    private static final class Tree {
        final List<String> lines = new ArrayList<>();
        private int depth;

        void add(String function, boolean isReturn) {
            if (isReturn) {
                lines.add("  ".repeat(--depth) + "} " + function);
            } else {
                lines.add("  ".repeat(depth++) + function);
            }
        }
    }

    /** A function that ends by calling itself: gcc makes a jump of that, unless it has to log the call. */
    private static final Set<String> LOOPS = Set.of("ackermann");

    private static List<String> asGccSaysIt() throws IOException {
        try (SimMachine machine = Programs.load("vfs-calls.elf")) {
            assertEquals(0, machine.run());
            long[] events = new long
                    [(int) machine.memory()
                            .readLong(machine.address("calls_seen").orElseThrow())];
            long calls = machine.address("calls").orElseThrow();
            Arrays.setAll(events, i -> machine.memory().readLong(calls + 8L * i));
            BitSet jumps = jumps(events, machine);
            Tree tree = new Tree();
            for (int i = 0; i < events.length; i++) {
                if (!jumps.get(i)) {
                    tree.add(name(machine, events[i]), isReturn(events[i]));
                }
            }
            return tree.lines;
        }
    }

    private static boolean isReturn(long event) {
        return (event & 1) != 0;
    }

    private static String name(SimMachine machine, long event) {
        return machine.symbols().containing(event & -2).orElseThrow().name();
    }

    /** The calls and returns of such functions by themselves after which they do nothing more. */
    private static BitSet jumps(long[] events, SimMachine machine) {
        BitSet jumps = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < events.length; i++) {
            if (!isReturn(events[i])) {
                open.push(i);
            } else {
                int call = open.pop();
                if (i + 1 < events.length && events[i] == events[i + 1] && LOOPS.contains(name(machine, events[i]))) {
                    jumps.set(call);
                    jumps.set(i);
                }
            }
        }
        return jumps;
    }

    private static List<String> asGraphSeesIt(String program) throws IOException {
        try (SimMachine machine = Programs.load(program);
                Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            Tree tree = new Tree();
            ftrace.graphs()
                    .register(GraphOps.builder("tree")
                            .filter(Filter.all())
                            .handlers(
                                    (call, regs) -> {
                                        tree.add(function(ftrace, call.ip()), false);
                                        return true;
                                    },
                                    (call, regs) -> tree.add(function(ftrace, call.ip()), true)));
            assertEquals(0, machine.run());
            return tree.lines;
        }
    }

    private static String function(Ftrace ftrace, long ip) {
        return ftrace.site(ip).orElseThrow().function();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vfs.elf", "vfs-2.elf", "vfs-bti.elf", "vfs-bti-pac.elf", "vfs-pie.elf"})
    void isTheOneThatGccLogs(String program) throws IOException {
        List<String> expected = asGccSaysIt();
        assertTrue(expected.size() > 7_000, expected.size() + " events");
        assertIterableEquals(expected, asGraphSeesIt(program));
    }
}
