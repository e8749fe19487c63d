package org.jftrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SitesCommandTest {
    @Test
    void aSiteIsShownInItsThreeStates() {
        CommandResult result = CommandResult.of("sites", CommandResult.guest("vfs-bti.elf"), "-f", "vfs_read");
        assertEquals(0, result.exitCode(), result.err());
        assertEquals("""
                vfs_read: ip 0x402070, layout 4,2 bti, literal 0x402060
                                      compiled                              initialised                           traced
                  0x402060            d503201f  nop                         00000010  (literal)                   00000020  (literal)
                  0x402064            d503201f  nop                         00000040  (literal)                   00000040  (literal)
                  0x402068            d503245f  bti c                       d503245f  bti c                       d503245f  bti c
                  0x40206c            d503201f  nop                         aa1e03e9  mov x9, x30                 aa1e03e9  mov x9, x30
                  0x402070            d503201f  nop                         d503201f  nop                         94003fe4  bl 0x412000

                1 of 104 call sites, 0 left out
                """, result.out());
    }

    @Test
    void sitesThatCannotBePatchedAreListedWithTheReason() {
        CommandResult result = CommandResult.of("sites", CommandResult.guest("unaligned.elf"), "--brief");
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().contains("is not 8-byte aligned"), result.out());
        assertTrue(result.out().matches("(?s).*\\d+ of \\d+ call sites, [1-9]\\d* left out\\s+"), result.out());
    }
}
