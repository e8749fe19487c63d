package org.jftrace.arm64.unwind;

/** Says in a sentence why a walk cannot go on from its last frame. */
final class LostException extends Exception {
    private static final long serialVersionUID = 1L;

    LostException(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
