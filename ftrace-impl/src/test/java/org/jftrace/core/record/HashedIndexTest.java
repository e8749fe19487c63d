package org.jftrace.core.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HashedIndexTest {
    private static HashedIndex of(List<Long> keys) {
        HashedIndex index = new HashedIndex(keys.size());
        for (int number = 0; number < keys.size(); number++) {
            index.add(keys.get(number), number);
        }
        return index;
    }

    private static List<Integer> candidates(HashedIndex index, long key) {
        List<Integer> numbers = new ArrayList<>();
        for (int at = index.first(key); at != HashedIndex.NONE; at = index.next(key, at)) {
            numbers.add(index.number(at));
        }
        return numbers;
    }

    @Property
    void allNumbersOfAKeyAreFoundInOrder(@ForAll @Size(max = 100) List<@LongRange(min = -9, max = 9) Long> keys) {
        HashedIndex index = of(keys);
        for (long key = -12; key <= 12; key++) {
            long wanted = key;
            List<Integer> expected = IntStream.range(0, keys.size())
                    .filter(number -> keys.get(number) == wanted)
                    .boxed()
                    .toList();
            List<Integer> found = new ArrayList<>(candidates(index, key));
            found.removeIf(number -> keys.get(number) != wanted);
            assertEquals(expected, found);
        }
    }

    @Test
    void almostNoNumberOfAnotherKeyIsACandidate() {
        List<Long> ips = LongStream.range(0, 10_000)
                .map(i -> 0xffff_8000_0001_0008L + 32 * i)
                .boxed()
                .toList();
        HashedIndex index = of(ips);
        int candidates = 0;
        for (long ip : ips) {
            candidates += candidates(index, ip).size();
        }
        assertTrue(candidates < 10_010, candidates + " candidates for 10,000 keys");
    }
}
