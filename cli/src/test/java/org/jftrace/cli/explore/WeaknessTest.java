package org.jftrace.cli.explore;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.jftrace.cli.explore.scenario.Embedding;
import org.jftrace.cli.explore.scenario.Scenarios;
import org.jftrace.sim.explore.Explorer;
import org.jftrace.sim.explore.Limits;
import org.jftrace.sim.explore.Report;
import org.jftrace.sim.explore.Scenario;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeaknessTest {
    private static Scenario named(String name, Embedding embedding) {
        return Scenarios.all(embedding).stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "enable-1,                NO_SYNCHRONIZATION,       lost a call",
        "enable-1,                NO_RELEASE,               no code",
        "enable-2,                TWO_WORDS_SWAPPED,        (?s)mov x9.*nop.*must not be swapped.*called from.*written at",
        "disable-1,               NO_QUIESCENCE,            taken back",
        "disable-1,               SYNCHRONIZED_TOO_LATE,    taken back",
        "disable-2,               NO_SYNCHRONIZATION,       taken back",
        "modify-ops-1,            SYNCHRONIZED_TOO_LATE,    freed|taken back",
        "modify-ops-2,            NO_QUIESCENCE,            taken back",
        "trampoline-free-1,       NO_QUIESCENCE,            freed",
        "trampoline-free-2,       NO_SYNCHRONIZATION,       freed",
        "trampoline-made-1,       NO_SYNCHRONIZATION,       must not be swapped",
        "two-patchers-1,          NO_QUIESCENCE,            taken back",
        "two-patchers-2,          NO_SYNCHRONIZATION,       taken back",
        "direct-near-1,           NOP_BETWEEN_TWO_BRANCHES, lost a call",
        "direct-near-1,           NO_SYNCHRONIZATION,       freed",
        "direct-near-2,           NO_SYNCHRONIZATION,       freed",
        "direct-far-1,            TORN,                     no code|for ever",
        "direct-far-2,            NO_QUIESCENCE,            closed",
        "direct-comes-and-goes-1, NO_SYNCHRONIZATION,       freed",
        "module-1,                NO_SYNCHRONIZATION,       must not be swapped",
        "plt-1,                   NO_SYNCHRONIZATION,       taken back",
        "plt-1,                   NO_QUIESCENCE,            taken back",
        "plt-list-1,              NO_SYNCHRONIZATION,       lost a call",
        "fgraph-return-1,         NO_QUIESCENCE,            taken back",
        "rethook-return-1,        NO_QUIESCENCE,            taken back",
        "bpf-swap-1,              NO_QUIESCENCE,            freed",
        "bpf-swap-1,              NO_SYNCHRONIZATION,       freed",
        "bpf-detach-2,            NO_QUIESCENCE,            freed"
    })
    void isFound(String name, Weakness weakness, String symptom) {
        Report report = Explorer.explore(named(name, weakness), Limits.of(1, 5_000));
        Report.Failure failure = report.failure();
        assertNotNull(failure, report::toString);
        assertTrue(Pattern.compile(symptom).matcher(failure.what()).find(), failure::what);
        assertFalse(failure.trace().isEmpty());
    }
}
