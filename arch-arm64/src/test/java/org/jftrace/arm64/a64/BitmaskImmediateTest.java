package org.jftrace.arm64.a64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BitmaskImmediateTest {
    /** The values by their definition, not by the bits: every run of ones in every element, in every rotation. */
    private static Set<Long> valuesByDefinition() {
        Set<Long> values = new HashSet<>();
        for (int element = 2; element <= 64; element *= 2) {
            for (int ones = 1; ones < element; ones++) {
                String run = "0".repeat(element - ones) + "1".repeat(ones);
                for (int rotation = 0; rotation < element; rotation++) {
                    String rotated = run.substring(rotation) + run.substring(0, rotation);
                    values.add(Long.parseUnsignedLong(rotated.repeat(64 / element), 2));
                }
            }
        }
        return values;
    }

    @Test
    void thereAre5334ValuesAndEachEncodesToBitsThatDecodeToIt() {
        Set<Long> values = valuesByDefinition();
        assertEquals(5334, values.size());
        for (long value : values) {
            int bits = BitmaskImmediate.encode(value).orElseThrow(() -> new AssertionError(Long.toHexString(value)));
            assertTrue(BitmaskImmediate.isAllocated(bits));
            assertEquals(value, BitmaskImmediate.decode(bits));
        }
    }

    @Test
    void all8192BitCombinationsDecodeToThoseValuesOrAreReserved() {
        Set<Long> values = valuesByDefinition();
        Map<Long, Integer> seen = new HashMap<>();
        for (int bits = 0; bits < 1 << 13; bits++) {
            if (BitmaskImmediate.isAllocated(bits)) {
                seen.merge(BitmaskImmediate.decode(bits), 1, Integer::sum);
            } else {
                int reserved = bits;
                assertThrows(IllegalArgumentException.class, () -> BitmaskImmediate.decode(reserved));
            }
        }
        assertEquals(values, seen.keySet());
    }

    @Test
    void valuesInBetweenHaveNoEncoding() {
        Set<Long> values = valuesByDefinition();
        Random random = new Random(5334);
        for (long value : values) {
            long near = value ^ 1L << random.nextInt(64);
            assertEquals(
                    values.contains(near), BitmaskImmediate.encode(near).isPresent(), () -> Long.toHexString(near));
        }
        assertFalse(BitmaskImmediate.encode(0).isPresent());
        assertFalse(BitmaskImmediate.encode(-1).isPresent());
        assertFalse(BitmaskImmediate.encode32(0).isPresent());
        assertFalse(BitmaskImmediate.encode32(-1).isPresent());
    }

    @Test
    void valuesOfWRegistersNeverHaveN() {
        for (long value : valuesByDefinition()) {
            if ((int) value == (int) (value >>> 32)) {
                assertEquals(0, BitmaskImmediate.encode32((int) value).orElseThrow() >> 12);
            }
        }
    }
}
