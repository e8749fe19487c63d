package org.jftrace.core.changes;

import static org.jftrace.core.sparse.Calls.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.core.sparse.Calls;
import org.jftrace.core.sparse.SparseMachine;
import org.jftrace.site.CallSiteInfo;
import org.junit.jupiter.api.Test;

/** Tracers behind a manager; row C11 of the races that kernels had: the union survives any order of changes. */
class SubOpsTest {
    private static final int FUNCTIONS = 5;

    private final SparseMachine machine = new SparseMachine("LLTLL");
    private final Ftrace ftrace = machine.core();
    private final Calls calls = new Calls(machine);
    private final FtraceOps manager = calls.ops("m", Filter.none());

    private List<String> call() {
        return calls.of(machine.symbols());
    }

    private CallSiteInfo site(int i) {
        return ftrace.sites().get(i);
    }

    private Registration sub(String name, Filter filter) {
        return ftrace.registerSubOps(manager, calls.ops(name, filter));
    }

    @Test
    void sitesNameTheManagerHoweverManySubordinatesItHas() {
        sub("a", Filter.name("f0", "f2"));
        long literal = machine.literal(site(0).ip());
        sub("b", Filter.name("f0", "f1"));
        sub("c", Filter.name("f0"));
        assertEquals(List.of("m:f0", "a:f0", "b:f0", "c:f0", "m:f1", "b:f1", "m:f2", "a:f2"), call());
        assertEquals(literal, machine.literal(site(0).ip()));
        assertEquals(1, site(0).users());
        assertEquals(List.of("m"), site(0).tracers());
        assertEquals(literal, site(0).ops().orElseThrow().address());
        assertEquals(site(0).ops(), site(2).ops());
    }

    @Test
    void aManagerAndAnotherTracerShareTheList() {
        sub("a", Filter.name("f0"));
        long alone = machine.literal(site(0).ip());
        Registration b = ftrace.register(calls.ops("b", Filter.name("f0")));
        assertEquals(2, site(0).users());
        assertNotEquals(alone, machine.literal(site(0).ip()));
        assertTrue(site(0).ops().isEmpty());
        assertEquals(List.of("b:f0", "m:f0", "a:f0"), call());
        b.close();
        assertEquals(alone, machine.literal(site(0).ip()));
    }

    @Test
    void theLastToCloseEndsTheManager() {
        long bytes = machine.allocatedBytes();
        int gates = machine.mappedGates();
        Registration a = sub("a", Filter.name("f0"));
        Registration b = sub("b", Filter.all());
        a.close();
        a.close();
        assertEquals(2 * FUNCTIONS, call().size());
        b.close();
        assertEquals(List.of(), call());
        assertEquals(bytes, machine.allocatedBytes());
        assertEquals(gates, machine.mappedGates());
        ftrace.register(manager).close();
        assertEquals(List.of(), call());
    }

    @Test
    void whoIsRegisteredInOneWayIsBusyForTheOther() {
        FtraceOps ops = calls.ops("a", Filter.name("f0"));
        Registration a = ftrace.registerSubOps(manager, ops);
        assertEquals(Errno.EBUSY, refusal(() -> ftrace.registerSubOps(manager, ops)));
        assertEquals(Errno.EBUSY, refusal(() -> ftrace.register(ops)));
        assertEquals(Errno.EBUSY, refusal(() -> ftrace.register(manager)));
        assertEquals(Errno.EBUSY, refusal(() -> ftrace.unregister(manager)));
        FtraceOps alone = calls.ops("alone", Filter.name("f0"));
        ftrace.register(alone);
        assertEquals(Errno.EBUSY, refusal(() -> ftrace.registerSubOps(alone, calls.ops("b", Filter.all()))));
        assertEquals(List.of("alone:f0", "m:f0", "a:f0"), call());
        ftrace.unregister(ops);
        assertEquals(Errno.ENODEV, refusal(() -> a.setFilter(Filter.all())));
        assertEquals(List.of("alone:f0"), call());
    }

    @Test
    void noMemoryForTheFirstSubordinateLeavesNoManagerWhicheverPieceIsMissing() {
        long bytes = machine.allocatedBytes();
        int gates = machine.mappedGates();
        FtraceOps a = calls.ops("a", Filter.name("f0"));
        for (int k = 1; k <= 3; k++) {
            machine.fail("take", k);
            assertEquals(Errno.ENOMEM, refusal(() -> ftrace.registerSubOps(manager, a)));
            assertEquals(bytes, machine.allocatedBytes());
            assertEquals(gates, machine.mappedGates());
            assertEquals(0, site(0).users());
        }
        assertEquals(
                Errno.EINVAL, refusal(() -> ftrace.registerSubOps(manager, calls.ops("b", Filter.name("nobody")))));
        assertEquals(bytes, machine.allocatedBytes());
        ftrace.register(manager).close();
        ftrace.registerSubOps(manager, a);
        assertEquals(List.of("m:f0", "a:f0"), call());
    }

    /** Gives a subordinate a filter, registering it if it is not; without one, closes it. */
    record Change(int sub, Set<Integer> functions, int how) {}

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, FUNCTIONS - 1).set(),
                        Arbitraries.integers().between(0, 3))
                .as(Change::new)
                .list()
                .ofMaxSize(30);
    }

    private static Filter filter(Set<Integer> functions) {
        return functions.stream().map(i -> Filter.name("f" + i)).reduce(Filter.none(), Filter::and);
    }

    @Property(tries = 200)
    void theManagerSelectsTheUnionOfTheSubordinatesThatAreThere(@ForAll("changes") List<Change> changes) {
        SubOpsTest world = new SubOpsTest();
        world.ftrace.register(world.calls.ops("other", Filter.name("f3")));
        Map<Integer, Registration> registered = new HashMap<>();
        Map<Integer, Set<Integer>> model = new LinkedHashMap<>();
        for (Change change : changes) {
            world.make(change, registered, model);
            world.check(model);
        }
    }

    private void make(Change change, Map<Integer, Registration> registered, Map<Integer, Set<Integer>> model) {
        Registration now = registered.get(change.sub());
        if (now == null) {
            registered.put(change.sub(), sub("s" + change.sub(), filter(change.functions())));
            model.put(change.sub(), change.functions());
        } else if (change.how() == 0) {
            now.close();
            registered.remove(change.sub());
            model.remove(change.sub());
        } else {
            Set<Integer> selected = new HashSet<>(change.functions());
            if (change.how() == 1) {
                now.setFilter(filter(change.functions()));
            } else if (change.how() == 2) {
                now.widen(filter(change.functions()));
                selected.addAll(model.get(change.sub()));
            } else {
                now.narrow(filter(change.functions()));
                selected = new HashSet<>(model.get(change.sub()));
                selected.removeAll(change.functions());
            }
            model.put(change.sub(), selected);
        }
    }

    private void check(Map<Integer, Set<Integer>> model) {
        for (int i = 0; i < FUNCTIONS; i++) {
            int function = i;
            List<String> expected = new ArrayList<>();
            model.forEach((sub, functions) -> {
                if (functions.contains(function)) {
                    expected.add("s" + sub + ":f" + function);
                }
            });
            boolean managed = !expected.isEmpty();
            if (managed) {
                expected.add(0, "m:f" + i);
            }
            boolean other = i == 3;
            assertEquals((managed ? 1 : 0) + (other ? 1 : 0), site(i).users());
            List<String> seen = new ArrayList<>(calls.of(machine.symbols(), i));
            assertEquals(other, seen.remove("other:f3"));
            assertEquals(expected, seen);
        }
    }

    @Test
    void nobodyManagesItself() {
        assertEquals(Errno.EINVAL, refusal(() -> ftrace.registerSubOps(manager, manager)));
        assertEquals(0, site(0).users());
        ftrace.register(manager).close();
    }
}
