package org.jftrace.cli.explore.scenario;

import java.util.function.BiConsumer;
import org.jftrace.sim.explore.Scenario;
import org.jftrace.sim.explore.Stage;

/**
 * A scenario of the core.
 *
 * @param name of the scenario
 * @param invariant what must hold
 * @param cpus how many call
 * @param embedding how the core sees the machine
 * @param script says what happens
 */
record CoreScenario(
        String name, String invariant, int cpus, Embedding embedding, BiConsumer<Stage, CoreScenario> script)
        implements Scenario {
    @Override
    public void prepare(Stage stage) {
        script.accept(stage, this);
    }
}
