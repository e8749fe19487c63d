package org.jftrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.sim.light.CallSiteLayout;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.site.CallSiteInfo;

/** Any sequence of changes leaves the sites, the reports and the calls as a naive model says. */
class RandomChangesTest {
    private static final int NOP = 0xd503201f;
    private static final int TRACERS = 4;
    private static final CallSiteLayout[] LAYOUTS = {
        CallSiteLayout.FOUR_TWO,
        CallSiteLayout.FOUR_TWO_BTI,
        CallSiteLayout.TWO,
        CallSiteLayout.FOUR_TWO,
        CallSiteLayout.TWO_BTI
    };

    /** Gives a tracer a filter, registering it if it is not; without one, unregisters it. */
    record Change(int tracer, Set<Integer> functions, boolean unregister) {}

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, TRACERS - 1),
                        Arbitraries.integers().between(0, LAYOUTS.length - 1).set(),
                        Arbitraries.of(true, false, false))
                .as(Change::new)
                .list()
                .ofMaxSize(30);
    }

    private static final class World {
        final LightMachine machine = LightMachine.builder().layouts(LAYOUTS).build();
        final FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
        final long nopOps = literal(0);
        final List<String> calls = new ArrayList<>();
        final Map<Integer, Registration> registered = new HashMap<>();

        /** In order of registration. */
        final Map<Integer, Set<Integer>> model = new LinkedHashMap<>();

        /** What the literals of sites with one tracer, and with several (-1), were seen to name. */
        final Map<Integer, Long> handles = new HashMap<>();

        World() {
            machine.intercept(ftrace.hostEntry());
            handles.put(-2, nopOps);
        }

        long literal(int function) {
            return machine.memory().readLong((machine.ip(function) - 12) & -8);
        }

        Filter filter(Set<Integer> functions) {
            return functions.isEmpty()
                    ? Filter.none()
                    : Filter.ip(functions.stream().mapToLong(machine::ip).toArray());
        }

        void make(Change change) {
            int tracer = change.tracer();
            Registration registration = registered.get(tracer);
            if (change.unregister()) {
                if (registration != null) {
                    registration.close();
                    registered.remove(tracer);
                    model.remove(tracer);
                    handles.remove(tracer);
                }
            } else if (registration == null) {
                registered.put(
                        tracer,
                        ftrace.register(FtraceOps.of(
                                "t" + tracer,
                                filter(change.functions()),
                                (ip, parentIp, ops, regs) -> calls.add("t" + tracer))));
                model.put(tracer, change.functions());
            } else {
                registration.setFilter(filter(change.functions()));
                model.put(tracer, change.functions());
            }
        }

        void check() {
            for (int f = 0; f < LAYOUTS.length; f++) {
                int function = f;
                List<Integer> wanting = new ArrayList<>(model.keySet());
                wanting.removeIf(tracer -> !model.get(tracer).contains(function));
                Collections.reverse(wanting);
                List<String> names =
                        wanting.stream().map(tracer -> "t" + tracer).toList();
                CallSiteInfo site = ftrace.site(machine.ip(f)).orElseThrow();
                assertEquals(names, site.tracers());
                assertEquals(names.size(), site.users());
                assertEquals(!names.isEmpty(), site.enabled());
                assertEquals(!names.isEmpty(), machine.memory().readWord(machine.ip(f)) != NOP);
                if (site.literal().isPresent()) {
                    assertEquals(
                            literal(f), machine.memory().readLong(site.literal().getAsLong()));
                    checkLiteral(wanting, literal(f));
                }
                calls.clear();
                machine.cpu(f & 1).call(machine.function(f));
                assertEquals(names, calls);
            }
        }

        /** Each handle is always the same while it is live, and no two are the same. */
        void checkLiteral(List<Integer> wanting, long literal) {
            int who = wanting.isEmpty() ? -2 : wanting.size() == 1 ? wanting.get(0) : -1;
            assertEquals(handles.computeIfAbsent(who, unknown -> literal), literal);
            handles.forEach((other, handle) -> {
                if (other != who) {
                    assertNotEquals(handle, literal);
                }
            });
        }
    }

    @Property(tries = 300)
    void sitesReportsAndCallsAreAsAModelSays(@ForAll("changes") List<Change> changes) {
        World world = new World();
        long bytes = world.machine.allocatedBytes();
        world.check();
        for (Change change : changes) {
            world.make(change);
            world.check();
        }
        world.registered.values().forEach(Registration::close);
        assertEquals(bytes, world.machine.allocatedBytes());
        world.model.clear();
        world.check();
        world.ftrace.close();
    }
}
