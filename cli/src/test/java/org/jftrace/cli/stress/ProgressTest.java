package org.jftrace.cli.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProgressTest {
    private final Progress progress = new Progress();

    @Test
    void aLineOfTheHarnessSaysHowFarItIs() {
        assertFalse(progress.read("  Test configuration: J01"));
        assertTrue(progress.read("(Results: 40 planned; 10 passed, 0 failed, 0 soft errs, 0 hard errs) (ETA: now)"));
        assertEquals("[#######                       ] 40 planned, 10 passed, 0 failed, 0 errors", progress.bar());
        assertFalse(progress.isGood());
    }

    @Test
    void onlyAllOfMoreThanNoneAreGood() {
        assertFalse(progress.isGood());
        progress.read("(Results: 0 planned; 0 passed, 0 failed, 0 soft errs, 0 hard errs)");
        assertFalse(progress.isGood());
        progress.read("(Results: 2 planned; 2 passed, 0 failed, 0 soft errs, 0 hard errs)");
        assertTrue(progress.isGood());
        progress.read("(Results: 2 planned; 1 passed, 0 failed, 1 soft errs, 0 hard errs)");
        assertFalse(progress.isGood());
    }
}
