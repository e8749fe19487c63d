package org.jftrace.core.update;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.core.WatchedMachine;
import org.jftrace.sim.light.CallSiteLayout;
import org.jftrace.sim.light.LightMachine;
import org.junit.jupiter.api.Test;

/** What is done to f0, with a literal, and f1, without, and in which order. */
class CodeUpdaterTest {
    private static final int NOP = 0xd503201f;

    private final LightMachine light = LightMachine.builder()
            .layouts(CallSiteLayout.FOUR_TWO, CallSiteLayout.TWO)
            .build();
    private final WatchedMachine machine = new WatchedMachine(light);
    private final FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
    private final long nopOps = light.memory().readLong(literal(0));
    private int registered;

    CodeUpdaterTest() {
        machine.drain();
    }

    private long literal(int function) {
        return light.ip(function) - 12;
    }

    private Registration register(Filter filter) {
        return ftrace.register(FtraceOps.of("t" + registered++, filter, (ip, parentIp, ops, regs) -> {}));
    }

    /** The steps at call sites, with names for what is written. */
    private String done() {
        return machine.drain().stream()
                .map(this::name)
                .filter(step -> !step.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private String name(String step) {
        String[] words = step.split(" ", -1);
        if (!words[0].equals("patch")) {
            return words[0].equals("synchronize") || words[0].equals("quiesce") ? words[0] : "";
        }
        long address = Long.parseUnsignedLong(words[2], 16);
        long value = Long.parseUnsignedLong(words[3], 16);
        for (int f = 0; f < 2; f++) {
            if (address == light.ip(f)) {
                return "f" + f + (value == (NOP & 0xffff_ffffL) ? " NOP" : " BL");
            }
            if (address == literal(f)) {
                return "f" + f + (value == nopOps ? " literal nop_ops" : " literal ops");
            }
        }
        return "";
    }

    /** After what is made for the tracer, which f1 without a literal leads to. */
    @Test
    void theLiteralGoesBeforeTheBranchAndAllCpusAreSynchronisedOnce() {
        Registration a = register(Filter.all());
        assertEquals("synchronize, f0 literal ops, f0 BL, f1 BL, synchronize", done());
        a.close();
        assertEquals("f0 literal nop_ops, f0 NOP, f1 NOP, synchronize, quiesce", done());
    }

    @Test
    void aSecondTracerChangesWhereASiteLeadsAndAThirdNothing() {
        Registration a = register(Filter.all());
        done();
        Registration b = register(Filter.all());
        assertEquals("synchronize, f0 literal ops, f1 BL, synchronize", done());
        Registration c = register(Filter.all());
        assertEquals("synchronize", done()); // its trampoline, which nobody is sent to yet
        b.close();
        assertEquals("quiesce", done());
        a.close();
        assertEquals("f0 literal ops, f1 BL, synchronize, quiesce", done());
        c.close();
    }

    @Test
    void aFilterTakesAwayFirstAndWaitsOnlyIfItDid() {
        Registration a = register(Filter.name("f0"));
        done();
        a.setFilter(Filter.all());
        assertEquals("f1 BL, synchronize", done());
        a.setFilter(Filter.name("f1"));
        assertEquals("f0 literal nop_ops, f0 NOP, synchronize, quiesce", done());
        a.setFilter(Filter.name("f0"));
        assertEquals("f1 NOP, f0 literal ops, f0 BL, synchronize, quiesce", done());
        a.setFilter(Filter.name("f0"));
        assertEquals("", done());
    }

    @Test
    void memoryIsGivenBackLast() {
        Registration a = register(Filter.all());
        machine.drain();
        a.close();
        List<String> steps = machine.drain();
        assertEquals(
                List.of("quiesce", "give memory", "give memory", "give gate"),
                steps.subList(steps.size() - 4, steps.size()));
    }
}
