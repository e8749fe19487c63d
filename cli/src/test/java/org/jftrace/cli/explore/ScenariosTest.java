package org.jftrace.cli.explore;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.jftrace.cli.explore.scenario.Embedding;
import org.jftrace.cli.explore.scenario.Scenarios;
import org.jftrace.sim.explore.Explorer;
import org.jftrace.sim.explore.Limits;
import org.jftrace.sim.explore.Report;
import org.jftrace.sim.explore.Scenario;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenariosTest {
    private static Stream<Scenario> scenarios() {
        return Scenarios.all(Embedding.SOUND).stream();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theInvariantHolds(Scenario scenario) {
        Report report = Explorer.explore(scenario, Limits.of(1, 2_000));
        System.err.println(report);
        if (report.failure() != null) {
            report.failure().trace().forEach(System.err::println);
            System.err.println(report.failure().what());
        }
        assertNull(report.failure(), () -> report.failure() + "");
        assertTrue(report.schedules() > 0);
    }
}
