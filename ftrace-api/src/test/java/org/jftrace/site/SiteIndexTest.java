package org.jftrace.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SiteIndexTest {
    @Property
    void aSiteKeepsTheNumberItGotFirst(@ForAll @Size(max = 200) List<@LongRange(min = -40, max = 40) Long> words) {
        SiteIndex.Builder builder = new SiteIndex.Builder(words.size() / 4);
        List<Long> numbered = new ArrayList<>();
        for (long word : words) {
            if (!numbered.contains(4 * word)) {
                numbered.add(4 * word);
            }
            assertEquals(numbered.indexOf(4 * word), builder.add(4 * word));
        }
        SiteIndex index = builder.build();
        assertArrayEquals(numbered.stream().mapToLong(Long::longValue).toArray(), index.ips());
        assertEquals(numbered.size(), index.size());
        for (long ip = -200; ip <= 200; ip++) {
            assertEquals(numbered.indexOf(ip), index.numberOf(ip));
        }
    }

    @Test
    void aSiteThatComesTwiceIsNamed() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> SiteIndex.of(8, 0xffff_8000_0000_0008L, 8));
        assertTrue(refused.getMessage().contains("0x8"), refused.getMessage());
    }

    @Test
    void anIndexOfNothingFindsNothing() {
        assertEquals(0, SiteIndex.of().size());
        assertEquals(SiteIndex.NONE, SiteIndex.of().numberOf(0));
    }

    @Test
    void anIndexThatWasMadeDoesNotChange() {
        SiteIndex.Builder builder = new SiteIndex.Builder(4);
        builder.add(8);
        SiteIndex index = builder.build();
        assertThrows(IllegalStateException.class, () -> builder.add(12));
        assertEquals(SiteIndex.NONE, index.numberOf(12));
    }
}
