package org.jftrace.sim.adversary;

/** Something happened that must not happen. The message says what, where, and to which CPU. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one. It has no stack of its own, since a search makes many and keeps one.
     *
     * @param message says what happened
     */
    public Violation(String message) {
        super(message, null, false, false);
    }

    /**
     * Makes one of what somebody threw.
     *
     * @param message says where
     * @param cause what was thrown
     */
    public Violation(String message, Throwable cause) {
        super(message + ": " + cause, cause, false, false);
    }
}
