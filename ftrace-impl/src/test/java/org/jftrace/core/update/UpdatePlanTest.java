package org.jftrace.core.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.Records;
import org.jftrace.core.dispatch.Dispatcher;
import org.jftrace.core.dispatch.ListDispatcher;
import org.jftrace.core.dispatch.Tracer;
import org.jftrace.core.dispatch.TracerList;
import org.jftrace.core.hash.SiteSet;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordFlags;
import org.jftrace.core.record.RecordTable;
import org.jftrace.sim.light.LightMachine;
import org.junit.jupiter.api.Test;

class UpdatePlanTest {
    private final LightMachine machine = LightMachine.builder().functions(3).build();
    private final Arm64Port arch = Arm64Port.on(machine);
    private final RecordTable records = Records.of(arch, machine.symbols());
    private final TracerList tracers = new TracerList();
    private final GracePeriod grace = new GracePeriod(2);
    private final HandleTable handles = new HandleTable(
            new Handles(machine, arch),
            new ListDispatcher(tracers, records, grace),
            arch.trampolines(),
            arch.patcher());
    private final Planner planner = new Planner(records, tracers, handles);
    private final Tracer tracer = new Tracer(FtraceOps.of("t", Filter.none(), (ip, parentIp, ops, regs) -> {}));

    UpdatePlanTest() {
        handles.add(tracer, Dispatcher.of(tracer, grace));
    }

    private List<Integer> flags() {
        return records.stream().map(DynRecord::flagsAcquire).toList();
    }

    private UpdatePlan plan(SiteSet before, SiteSet after) {
        return planner.change(tracer, before, after, tracer.targetsAcquire(), true);
    }

    private static SiteSet sites(int... slots) {
        SiteSet.Builder builder = new SiteSet.Builder();
        for (int slot : slots) {
            builder.add(slot);
        }
        return builder.build();
    }

    @Test
    void aPlanCanBeReadBeforeAnythingIsDone() {
        List<Integer> before = flags();
        UpdatePlan plan = plan(SiteSet.EMPTY, sites(0, 2));
        assertEquals(before, flags());
        String text = """
                MAKE_CALL f0@0x%x ops 0x%x
                MAKE_CALL f2@0x%x ops 0x%x""".formatted(
                        machine.ip(0),
                        tracer.home().handle(),
                        machine.ip(2),
                        tracer.home().handle());
        assertEquals(text, plan.toString());
    }

    @Test
    void theAccountCanBeTakenBack() {
        plan(SiteSet.EMPTY, sites(0, 1)).account();
        List<Integer> before = flags();
        UpdatePlan plan = plan(sites(0, 1), sites(1, 2));
        assertEquals(
                List.of("f0", "f2"),
                plan.steps().stream().map(step -> step.record().function()).toList());
        plan.account();
        assertEquals(List.of(0, 1, 1), flags().stream().map(RecordFlags::count).toList());
        plan.undoAccount();
        assertEquals(before, flags());
    }

    @Test
    void sitesThatBothFiltersSelectAreNotInThePlan() {
        plan(SiteSet.EMPTY, sites(0, 1)).account();
        assertEquals(List.of(), plan(sites(0, 1), sites(1, 0)).steps());
    }

    @Test
    void whatHasNoRecordCannotBePlanned() {
        assertThrows(IllegalStateException.class, () -> plan(SiteSet.EMPTY, sites(64)));
    }
}
