package org.jftrace.arm64.a64.source;

import org.jspecify.annotations.Nullable;

/** A line that cannot be assembled. The message has its number, its text, and what is wrong, with the range of what is out of range. */
public final class SourceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final int line;

    SourceException(int line, String reason, @Nullable Throwable cause) {
        super("line " + line + ": " + reason, cause);
        this.line = line;
    }

    /**
     * Returns which line it is.
     *
     * @return from 1
     */
    public int line() {
        return line;
    }
}
