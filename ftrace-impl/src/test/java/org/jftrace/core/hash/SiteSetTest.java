package org.jftrace.core.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SiteSetTest {
    @Provide
    Arbitrary<Set<Integer>> slots() {
        Arbitrary<Integer> near = Arbitraries.integers().between(0, 130);
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 50_000);
        return Arbitraries.oneOf(near, any).set().ofMaxSize(100);
    }

    private static SiteSet set(Set<Integer> slots) {
        SiteSet.Builder builder = new SiteSet.Builder();
        slots.forEach(builder::add);
        return builder.build();
    }

    private static Set<Integer> slots(SiteSet set) {
        Set<Integer> visited = new TreeSet<>();
        set.forEach(slot -> assertTrue(visited.add(slot)));
        assertEquals(visited.size(), set.size());
        return visited;
    }

    @Property(tries = 200)
    void holdsWhatASetHolds(@ForAll("slots") Set<Integer> slots, @ForAll("slots") Set<Integer> others) {
        SiteSet set = set(slots);
        assertEquals(new TreeSet<>(slots), slots(set));
        slots.forEach(slot -> assertTrue(set.contains(slot)));
        others.forEach(slot -> assertEquals(slots.contains(slot), set.contains(slot)));
    }

    @Property(tries = 200)
    void setsAreJoinedAndTakenAway(@ForAll("slots") Set<Integer> slots, @ForAll("slots") Set<Integer> others) {
        Set<Integer> union = new TreeSet<>(slots);
        union.addAll(others);
        assertEquals(union, slots(set(slots).union(set(others))));
        Set<Integer> rest = new TreeSet<>(slots);
        rest.removeAll(others);
        assertEquals(rest, slots(set(slots).minus(set(others))));
    }

    @Property(tries = 200)
    void aRangeIsAllThatLiesInIt(@ForAll("ends") int from, @ForAll("ends") int length) {
        SiteSet.Builder builder = new SiteSet.Builder();
        builder.addRange(from, from + length);
        SiteSet set = builder.build();
        assertEquals(length, set.size());
        assertFalse(from > 0 && set.contains(from - 1));
        assertFalse(set.contains(from + length));
    }

    @Property(tries = 200)
    void runsAndGapsTakeTurns(
            @ForAll("slots") Set<Integer> slots, @ForAll("ends") int from, @ForAll("ends") int length) {
        SiteSet.Builder builder = new SiteSet.Builder();
        slots.forEach(builder::add);
        builder.addRange(from, from + length);
        SiteSet set = builder.build();
        Set<Integer> visited = new TreeSet<>();
        for (int run = set.next(0); run != Integer.MAX_VALUE; run = set.next(set.nextGap(run))) {
            assertTrue(set.nextGap(run) > run);
            for (int slot = run; slot < set.nextGap(run); slot++) {
                assertTrue(visited.add(slot));
            }
        }
        assertEquals(slots(set), visited);
        assertEquals(60_000, set.nextGap(60_000));
    }

    @Provide
    Arbitrary<Integer> ends() {
        return Arbitraries.integers().between(0, 300);
    }

    @Test
    void emptyHasNothing() {
        assertTrue(SiteSet.EMPTY.isEmpty());
        assertFalse(SiteSet.EMPTY.contains(0));
        assertEquals(0, new SiteSet.Builder().build().size());
    }
}
