package org.jftrace.sim.elf;

import java.io.IOException;

/** A file is not a program that this machine can run. The message names the file, and the value that is wrong. */
public final class BadElfException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param file the name of the file
     * @param message what is wrong, with the value
     */
    public BadElfException(String file, String message) {
        super(file + ": " + message);
    }

    /**
     * Makes an exception with a cause.
     *
     * @param file the name of the file
     * @param message what is wrong, with the value
     * @param cause what the parser said
     */
    public BadElfException(String file, String message, Throwable cause) {
        super(file + ": " + message, cause);
    }
}
