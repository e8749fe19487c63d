package org.jftrace.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.jftrace.benchmarks.CountedInstructions.Cost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountedInstructionsTest {
    private static final Path VFS = Path.of("..", "samples", "guest", "vfs.elf");

    @Test
    void aFunctionThatNobodyTracesPaysForTheTwoWordsOfItsSiteAlone() throws IOException {
        Cost untraced = CountedInstructions.of(VFS, 0, 0);
        assertEquals(2, untraced.atSite());
        assertEquals(0, untraced.inTrampoline());
        assertEquals(untraced, CountedInstructions.of(VFS, 0, 100));
    }

    /** Linux 6.12 needs 2 and 39. */
    @Test
    void aSoleOpsCostsTwoInstructionsAtTheSiteAndTwentyThreeInTheTrampoline() throws IOException {
        Cost sole = CountedInstructions.of(VFS, 1, 0);
        assertEquals(2, sole.atSite());
        assertEquals(23, sole.inTrampoline());
        assertEquals(CountedInstructions.of(VFS, 0, 0).inFunction(), sole.inFunction());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void irrelevantOpsCostNoInstruction(int irrelevant) throws IOException {
        assertEquals(CountedInstructions.of(VFS, 1, 0), CountedInstructions.of(VFS, 1, irrelevant));
    }

    /** The list is walked by the host. */
    @ParameterizedTest
    @ValueSource(ints = {2, 10})
    void aListCostsTheGuestAsMuchAsASoleOps(int relevant) throws IOException {
        assertEquals(CountedInstructions.of(VFS, 1, 0), CountedInstructions.of(VFS, relevant, 0));
    }
}
