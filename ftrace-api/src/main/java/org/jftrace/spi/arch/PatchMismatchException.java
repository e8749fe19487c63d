package org.jftrace.spi.arch;

/**
 * A call site did not hold the word that was left there, so it was not written. The message names the site and both words
 * with their disassembly.
 */
public class PatchMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The call site. */
    private final long ip;

    /** What ought to have been there. */
    private final int expected;

    /** What was there. */
    private final int found;

    /**
     * Makes an exception.
     *
     * @param ip the call site
     * @param expected the word that ought to have been there
     * @param found the word that was there
     * @param message names all three
     */
    public PatchMismatchException(long ip, int expected, int found, String message) {
        super(message);
        this.ip = ip;
        this.expected = expected;
        this.found = found;
    }

    /**
     * Returns the call site.
     *
     * @return a guest address
     */
    public long ip() {
        return ip;
    }

    /**
     * Returns the word that ought to have been there.
     *
     * @return an instruction
     */
    public int expected() {
        return expected;
    }

    /**
     * Returns the word that was there.
     *
     * @return an instruction
     */
    public int found() {
        return found;
    }
}
