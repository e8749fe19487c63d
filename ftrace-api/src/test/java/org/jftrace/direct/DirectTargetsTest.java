package org.jftrace.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DirectTargetsTest {
    @Property
    void changesAreMadeAsInAMapAndTakenBack(
            @ForAll @Size(max = 20) Map<@LongRange(max = 30) Long, @LongRange(min = 1, max = 4) Long> now,
            @ForAll @Size(max = 20) Map<@LongRange(max = 30) Long, @LongRange(max = 4) Long> changes) {
        Map<Long, Long> expected = new TreeMap<>(now);
        expected.putAll(changes);
        expected.values().removeIf(target -> target == DirectTargets.NOWHERE);

        DirectTargets before = DirectTargets.of(now);
        DirectTargets change = DirectTargets.of(changes);
        DirectTargets after = before.with(change);

        assertEquals(expected, after.byIp());
        assertEquals(expected.size(), after.size());
        for (long ip = 0; ip <= 30; ip++) {
            assertEquals(expected.getOrDefault(ip, DirectTargets.NOWHERE), after.at(ip));
        }
        assertEquals(new TreeMap<>(now), after.with(change.as(before)).byIp());
    }

    @Test
    void oneTargetForAllIsCommon() {
        assertEquals(
                OptionalLong.of(8), DirectTargets.of(Map.of(1L, 8L, 2L, 8L)).common());
        assertEquals(
                OptionalLong.empty(), DirectTargets.of(Map.of(1L, 8L, 2L, 9L)).common());
        assertEquals(OptionalLong.empty(), DirectTargets.NONE.common());
    }

    @Test
    void aSiteIsSentToOnePlace() {
        DirectTargets.Builder targets = new DirectTargets.Builder(0);
        targets.add(0x40, 8);
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> targets.add(0x40, 12));
        assertTrue(refused.getMessage().contains("0x40"), refused.getMessage());
    }
}
