package org.jftrace.spi;

/** A machine was asked for something after it was closed. */
public class MachineClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what was asked for
     */
    public MachineClosedException(String message) {
        super(message);
    }
}
