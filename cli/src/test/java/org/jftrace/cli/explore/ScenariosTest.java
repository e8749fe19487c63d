package org.jftrace.cli.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.jftrace.cli.explore.scenario.Embedding;
import org.jftrace.cli.explore.scenario.Scenarios;
import org.jftrace.sim.explore.Explorer;
import org.jftrace.sim.explore.Limits;
import org.jftrace.sim.explore.Report;
import org.jftrace.sim.explore.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenariosTest {
    private static Stream<Scenario> withOneCpu() {
        return Scenarios.all(Embedding.SOUND).stream()
                .filter(scenario -> scenario.name().endsWith("-1"));
    }

    private static Stream<Scenario> withTwoCpus() {
        return Scenarios.all(Embedding.SOUND).stream()
                .filter(scenario -> scenario.name().endsWith("-2"));
    }

    private static Scenario named(String name) {
        return Scenarios.all(Embedding.SOUND).stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("withOneCpu")
    void theInvariantHoldsInEveryScheduleOfOneCall(Scenario scenario) {
        Report report = Explorer.explore(scenario, Limits.of(1, 10_000));
        assertNull(report.failure(), report::toString);
        assertTrue(report.exhausted(), report::toString);
    }

    @ParameterizedTest
    @MethodSource("withTwoCpus")
    void theInvariantHoldsInSomeSchedulesOfTwoCpus(Scenario scenario) {
        Report report = Explorer.explore(scenario, Limits.of(1, 150));
        assertNull(report.failure(), report::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"enable-1", "disable-1", "direct-near-1", "fgraph-return-1"})
    void andOfTwoCalls(String name) {
        Report report = Explorer.explore(named(name), Limits.of(2, 10_000));
        assertNull(report.failure(), report::toString);
        assertTrue(report.exhausted(), report::toString);
    }

    @Test
    void theSameSeedIsTheSameSearch() {
        Scenario scenario = named("two-patchers-2");
        Report first = Explorer.explore(scenario, Limits.of(1, 150));
        Report second = Explorer.explore(scenario, Limits.of(1, 150));
        assertEquals(
                List.of(first.states(), first.schedules(), first.steps()),
                List.of(second.states(), second.schedules(), second.steps()));
    }

    @Test
    void partsTogetherAreTheWhole() {
        Scenario scenario = named("direct-near-1");
        Part whole = Part.of(Explorer.explore(scenario, Limits.of(1, 10_000)));
        List<Part> parts = Stream.of(0, 1, 2)
                .map(shard -> Part.of(Explorer.explore(scenario, new Limits(1, 10_000, 1, shard, 3))))
                .toList();
        Part merged = Part.merge(parts).iterator().next();
        assertTrue(merged.isWhole(), merged::line);
        assertTrue(merged.states() >= whole.states(), merged::line);
        assertTrue(parts.stream().anyMatch(part -> part.states() < whole.states()), merged::line);
        assertFalse(Part.merge(parts.subList(0, 2)).iterator().next().isWhole());
    }
}
