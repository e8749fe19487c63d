package org.jftrace;

import java.util.Objects;

/**
 * A request that ftrace refused. Whoever catches it may rely on this: nothing was changed by the call that threw it.
 * The message names the value that was refused and the range or state it was checked against.
 */
public class FtraceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kernel's name for the reason. */
    private final Errno errno;

    /**
     * Makes an exception.
     *
     * @param errno the kernel's name for the reason
     * @param message names the value and its range; the errno is put in front
     */
    public FtraceException(Errno errno, String message) {
        super(errno + ": " + message);
        this.errno = Objects.requireNonNull(errno);
    }

    /**
     * Makes an exception with a cause.
     *
     * @param errno the kernel's name for the reason
     * @param message names the value and its range; the errno is put in front
     * @param cause what led to it
     */
    public FtraceException(Errno errno, String message, Throwable cause) {
        super(errno + ": " + message, cause);
        this.errno = Objects.requireNonNull(errno);
    }

    /**
     * Returns the kernel's name for the reason.
     *
     * @return never null
     */
    public Errno errno() {
        return errno;
    }
}
