package org.jftrace.site;

/**
 * A patchable entry that ftrace did not take over, because patching it would not be safe. It stays as it was compiled.
 *
 * @param entry the address that the compiler's site table names
 * @param reason what was wrong with it, naming the value
 */
public record LeftOutSite(long entry, String reason) {}
