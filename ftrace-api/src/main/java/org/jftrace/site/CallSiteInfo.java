package org.jftrace.site;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is known of one call site, at one moment; the kernel's {@code struct dyn_ftrace} with names.
 *
 * @param function the function the site belongs to
 * @param module the module the function belongs to; empty for the main image
 * @param entry the address of the function's first instruction
 * @param ip the address of the word that is swapped between NOP and BL
 * @param literal where the ops pointer of the site lies, 8-byte aligned; empty for a site compiled without room for it
 * @param users how many registered tracers want this site
 * @param tracers the names of those tracers, the newest first
 * @param target where the site's BL goes, a PLT entry included; empty while it is a NOP
 * @param direct the trampoline that the function is sent to, straight or after its tracers; empty for none
 * @param flags what is wanted and what was done
 * @param ops the one tracer that the site names, by its literal or its trampoline; empty with no tracer or several
 */
public record CallSiteInfo(
        String function,
        String module,
        long entry,
        long ip,
        OptionalLong literal,
        int users,
        List<String> tracers,
        OptionalLong target,
        OptionalLong direct,
        Set<SiteFlag> flags,
        Optional<Ops> ops) {

    /**
     * A tracer as it stands in the guest.
     *
     * @param name of the ops
     * @param address of its handle, the kernel's {@code struct ftrace_ops}
     * @param func the name of what is called, the kernel's {@code ops->func}
     */
    public record Ops(String name, long address, String func) {}

    /** Keeps its own copies. */
    public CallSiteInfo {
        tracers = List.copyOf(tracers);
        flags = Set.copyOf(flags);
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
