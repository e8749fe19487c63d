package org.jftrace.core.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.hash.IpSet;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordFlags;
import org.jftrace.core.record.RecordTable;
import org.jftrace.sim.light.LightMachine;
import org.junit.jupiter.api.Test;

class UpdatePlanTest {
    private final LightMachine machine = LightMachine.builder().functions(3).build();
    private final RecordTable records =
            RecordTable.scan(machine.symbols(), Arm64Port.on(machine).patcher());

    private List<Integer> flags() {
        return records.stream().map(DynRecord::flags).toList();
    }

    private UpdatePlan plan(IpSet before, IpSet after) {
        return UpdatePlan.of(records, before, after, (record, flags) -> RecordFlags.count(flags) == 0 ? 0x10 : 0x20);
    }

    private IpSet ips(int... functions) {
        return IpSet.of(
                java.util.Arrays.stream(functions).mapToLong(machine::ip).toArray());
    }

    @Test
    void aPlanCanBeReadBeforeAnythingIsDone() {
        List<Integer> before = flags();
        UpdatePlan plan = plan(IpSet.EMPTY, ips(0, 2));
        assertEquals(before, flags());
        assertFalse(plan.removesSites());
        String text = """
                MAKE_CALL f0@0x%x ops 0x20
                MAKE_CALL f2@0x%x ops 0x20""".formatted(machine.ip(0), machine.ip(2));
        assertEquals(text, plan.toString());
    }

    @Test
    void theAccountCanBeTakenBack() {
        plan(IpSet.EMPTY, ips(0, 1)).account();
        List<Integer> before = flags();
        UpdatePlan plan = plan(ips(0, 1), ips(1, 2));
        assertTrue(plan.removesSites());
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
        plan(IpSet.EMPTY, ips(0, 1)).account();
        assertEquals(List.of(), plan(ips(0, 1), ips(1, 0)).steps());
    }

    @Test
    void whatHasNoRecordCannotBePlanned() {
        IpSet unknown = IpSet.of(0x40);
        assertThrows(IllegalStateException.class, () -> plan(IpSet.EMPTY, unknown));
    }
}
