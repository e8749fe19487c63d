package org.jftrace.tracefs.filter;

/**
 * A filter for a module that is not loaded yet; the kernel's {@code struct ftrace_mod_load}.
 *
 * @param pattern for its functions; empty for all
 * @param module exactly
 */
record ModuleTerm(String pattern, String module) {
    @Override
    public String toString() {
        return pattern + ":mod:" + module;
    }
}
