package org.jftrace.core.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class IpSetTest {
    @Provide
    Arbitrary<Set<Long>> ips() {
        Arbitrary<Long> near = Arbitraries.longs().between(1, 64).map(n -> 0xffff_8000_1000_0000L + 4 * n);
        Arbitrary<Long> any = Arbitraries.longs().filter(n -> n != 0);
        return Arbitraries.oneOf(near, any).set().ofMaxSize(100);
    }

    private static IpSet set(Set<Long> ips) {
        return IpSet.of(ips.stream().mapToLong(Long::longValue).toArray());
    }

    @Property(tries = 200)
    void holdsWhatASetHolds(@ForAll("ips") Set<Long> ips, @ForAll("ips") Set<Long> others) {
        IpSet set = set(ips);
        assertEquals(ips.size(), set.size());
        ips.forEach(ip -> assertTrue(set.contains(ip)));
        others.forEach(ip -> assertEquals(ips.contains(ip), set.contains(ip)));
        Set<Long> visited = new HashSet<>();
        set.forEach(ip -> assertTrue(visited.add(ip)));
        assertEquals(ips, visited);
    }

    @Property(tries = 200)
    void minusIsTheDifferenceAndSorted(@ForAll("ips") Set<Long> ips, @ForAll("ips") Set<Long> others) {
        long[] expected = ips.stream()
                .filter(ip -> !others.contains(ip))
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        assertArrayEquals(expected, set(ips).minus(set(others)));
    }

    @Test
    void duplicatesCountOnceAndEmptyHasNothing() {
        assertEquals(2, IpSet.of(8, 4, 8, 8).size());
        assertFalse(IpSet.EMPTY.contains(4));
        assertEquals(0, IpSet.of().size());
    }

    @Test
    void holdsAsManySitesAsAKernelHas() {
        long[] ips = LongStream.range(0, 48_000)
                .map(n -> 0xffff_8000_8000_0000L + 64 * n)
                .toArray();
        IpSet set = IpSet.of(ips);
        assertEquals(ips.length, set.size());
        for (long ip : ips) {
            assertTrue(set.contains(ip));
            assertFalse(set.contains(ip + 4));
        }
    }
}
