package org.jftrace.core.random;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.stateful.Action;
import net.jqwik.api.stateful.ActionSequence;
import org.jftrace.core.random.World.Operation;

/**
 * Any sequence of operations on a real core leaves the words at the sites, the counts, the literals and the calls as a model
 * of forty lines says. The system property {@code jftrace.operations} tells how many there are; the build says 1000000.
 */
class RandomOperationsTest {
    private static final int TRIES = 100;
    private static final int OPERATIONS = Integer.getInteger("jftrace.operations", 1_000_000);

    /** Shrinks to the few operations that matter, and prints as they are. */
    record Step(Operation operation) implements Action<World> {
        @Override
        public World run(World world) {
            world.operate(operation);
            world.check();
            return world;
        }
    }

    @Provide
    Arbitrary<ActionSequence<World>> operations() {
        Arbitrary<Step> steps = Combinators.combine(
                        Arbitraries.of(World.Kind.class),
                        Arbitraries.integers().between(0, World.TRACERS - 1),
                        Arbitraries.integers().between(0, (1 << World.FUNCTIONS) - 1),
                        Arbitraries.integers().between(0, 3))
                .as((kind, tracer, functions, modules) -> new Step(new Operation(kind, tracer, functions, modules)));
        return Arbitraries.sequences(steps).ofSize(OPERATIONS / TRIES);
    }

    @Property(tries = TRIES)
    void sitesReportsAndCallsAreAsTheModelSays(@ForAll("operations") ActionSequence<World> operations) {
        World world = new World();
        world.check();
        operations.run(world).end();
    }
}
