package org.jftrace;

import java.util.List;
import java.util.OptionalLong;

/**
 * What is known of one call site, at one moment; the kernel's {@code struct dyn_ftrace} with names.
 *
 * @param function the function the site belongs to
 * @param module the module the function belongs to; empty for the main image
 * @param entry the address of the function's first instruction
 * @param ip the address of the word that is swapped between NOP and BL
 * @param literal where the ops pointer of the site lies, 8-byte aligned; empty for a site compiled without room for it
 * @param users how many registered tracers want this site
 * @param tracers the names of those tracers, in order of registration
 * @param target where the site's BL goes; empty while it is a NOP
 */
public record CallSiteInfo(
        String function,
        String module,
        long entry,
        long ip,
        OptionalLong literal,
        int users,
        List<String> tracers,
        OptionalLong target) {

    /** Keeps its own copy of the names. */
    public CallSiteInfo {
        tracers = List.copyOf(tracers);
    }

    /**
     * Tells whether the site is a BL now.
     *
     * @return true if it has a target
     */
    public boolean enabled() {
        return target.isPresent();
    }
}
