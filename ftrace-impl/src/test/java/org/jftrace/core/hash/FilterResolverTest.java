package org.jftrace.core.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.core.Records;
import org.jftrace.core.record.RecordTable;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.SymbolTable;
import org.junit.jupiter.api.Test;

class FilterResolverTest {
    private final LightMachine machine = LightMachine.builder().functions(12).build();
    private final RecordTable records = Records.of(machine, machine.symbols());
    private final FilterResolver resolver = new FilterResolver(records);

    private Set<Integer> selected(Filter filter) {
        SiteSet sites = resolver.resolve(filter);
        Set<Integer> functions = new TreeSet<>();
        for (int i = 0; i < 12; i++) {
            if (sites.contains(records.find(machine.ip(i)).slot())) {
                functions.add(i);
            }
        }
        assertEquals(functions.size(), sites.size());
        return functions;
    }

    private FtraceException refusal(Filter filter) {
        return assertThrows(FtraceException.class, () -> resolver.resolve(filter));
    }

    @Test
    void termsAddUpAndNotraceTakesAway() {
        assertEquals(Set.of(1, 10, 11), selected(Filter.glob("f1*")));
        assertEquals(Set.of(1, 2), selected(Filter.name("f1", "f2")));
        assertEquals(Set.of(3, 4), selected(Filter.ip(machine.ip(3), machine.function(4))));
        assertEquals(Set.of(1, 2), selected(Filter.name("f1").and(Filter.ip(machine.ip(2)))));
        assertEquals(Set.of(10, 11), selected(Filter.glob("f1*").exceptIp(machine.function(1))));
        assertEquals(12, selected(Filter.all()).size());
        assertEquals(Set.of(0, 1), selected(Filter.all().except("f[2-9]").except("f1?")));
    }

    @Test
    void anEmptiedFilterSelectsNothing() {
        assertEquals(Set.of(), selected(Filter.none()));
        assertEquals(Set.of(), selected(Filter.name("f1").except("f1")));
        assertEquals(Set.of(), selected(Filter.all().except("*")));
        assertEquals(Set.of(), selected(Filter.none().except("f1")));
    }

    @Test
    void aNameIsNoGlob() {
        FtraceException refused = refusal(Filter.name("f*"));
        assertEquals(Errno.EINVAL, refused.errno());
        assertTrue(refused.getMessage().contains("\"=f*\" matches none of 12"), refused.getMessage());
    }

    @Test
    void everyTermMustSelectSomething() {
        assertEquals(Errno.EINVAL, refusal(Filter.glob("f1", "g*")).errno());
        assertEquals(Errno.EINVAL, refusal(Filter.all().except("g*")).errno());
        FtraceException refused = refusal(Filter.ip(machine.ip(1) + 4));
        assertEquals(Errno.ENOENT, refused.errno());
        assertTrue(refused.getMessage().contains(Long.toHexString(machine.ip(1) + 4)), refused.getMessage());
    }

    @Test
    void functionsAreLookedUpInTheOrderOfTheirNames() {
        assertArrayEquals(
                new long[] {machine.ip(11), machine.ip(0), machine.ip(11)},
                resolver.lookup(List.of("f11", "f0", "f11")));
        assertArrayEquals(new long[0], resolver.lookup(List.of()));
    }

    @Test
    void aNameThatIsLookedUpIsThatOfOneFunction() {
        FtraceException none = assertThrows(FtraceException.class, () -> resolver.lookup(List.of("f1", "f1*")));
        assertEquals(Errno.ENOENT, none.errno());
        assertTrue(none.getMessage().contains("f1*"), none.getMessage());

        SymbolTable.Builder twins = SymbolTable.builder("");
        machine.symbols().functions().forEach(f -> twins.function("twin", f.address(), f.size()));
        twins.patchableEntries(machine.symbols().patchableEntries());
        FilterResolver twice = new FilterResolver(Records.of(machine, twins.build()));
        FtraceException several = assertThrows(FtraceException.class, () -> twice.lookup(List.of("twin")));
        assertEquals(Errno.ENOENT, several.errno());
        assertTrue(several.getMessage().contains("twin@0x" + Long.toHexString(machine.ip(1))), several.getMessage());
    }
}
