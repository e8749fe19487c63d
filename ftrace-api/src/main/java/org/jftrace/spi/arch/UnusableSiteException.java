package org.jftrace.spi.arch;

/** A patchable entry that must be left as it is. The message says why and names the value. */
public class UnusableSiteException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what is wrong, with the address
     */
    public UnusableSiteException(String message) {
        super(message);
    }
}
