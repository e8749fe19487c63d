package org.jftrace.spi.arch;

/**
 * The geometry of a call site that can be patched safely.
 *
 * @param entry the function's first instruction
 * @param ip the word that is swapped between NOP and BL
 * @param literal where the site's ops pointer lies, or {@link #NO_LITERAL}
 */
public record CallSite(long entry, long ip, long literal) {
    /** Stands for a site that was compiled without room for an ops pointer. */
    public static final long NO_LITERAL = 0;

    /**
     * Tells whether the site names its ops.
     *
     * @return false for a site that needs a trampoline of its own or the list
     */
    public boolean hasLiteral() {
        return literal != NO_LITERAL;
    }
}
