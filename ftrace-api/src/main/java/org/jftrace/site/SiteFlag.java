package org.jftrace.site;

/** What ftrace wants of a call site, or has done to it; the kernel's {@code FTRACE_FL_*}. */
public enum SiteFlag {
    /** The site is a BL. */
    ENABLED,
    /** A tracer of the site asked for all registers; shown as R. */
    REGS,
    /** A tracer of the site may change where the function goes on; shown as I. At most one may. */
    IPMODIFY,
    /** A direct trampoline was registered for the site; shown as D. */
    DIRECT,
    /** The literal of the site names its only tracer; shown as O. */
    CALL_OPS,
    /** The site branches to a trampoline of its only tracer, since it has no literal. */
    TRAMP,
    /** The site has or once had an IPMODIFY or DIRECT tracer; shown as M. Stays until the site goes. */
    MODIFIED,
    /** The site was enabled once. Stays until the site goes. */
    TOUCHED,
    /** The site is not to be patched: its module is being loaded or unloaded. */
    DISABLED
}
