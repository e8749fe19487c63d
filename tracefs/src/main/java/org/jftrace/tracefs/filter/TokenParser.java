package org.jftrace.tracefs.filter;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jftrace.Errno;
import org.jftrace.FtraceException;

/**
 * Cuts writes into tokens; the kernel's {@code trace_get_user}. A write takes white space, one token and one terminator.
 * A token that a write leaves unterminated goes on in the next one. Bytes are Latin-1 characters, so 0xa0 is a space.
 */
final class TokenParser {
    private final byte[] buffer;
    private int length;
    private boolean unfinished;
    private boolean failed;

    /** The longest token has a byte less than the buffer. */
    TokenParser(int size) {
        buffer = new byte[size];
    }

    /**
     * Takes from a write what one write can take.
     *
     * @return how many bytes
     * @throws FtraceException EINVAL if the token is too long; from then on every token is lost
     */
    int take(byte[] bytes) {
        int at = 0;
        if (!unfinished) {
            length = 0;
            while (at < bytes.length && isSpace(bytes[at])) {
                at++;
            }
            if (at == bytes.length) {
                return at;
            }
        }
        while (at < bytes.length && !ends(bytes[at])) {
            if (length == buffer.length - 1) {
                failed = true;
                throw new FtraceException(Errno.EINVAL, "a token may have " + length + " bytes, no more");
            }
            buffer[length++] = bytes[at++];
        }
        unfinished = at == bytes.length;
        return unfinished ? at : at + 1;
    }

    /** The token, if one is complete; it can be had once. */
    Optional<String> token() {
        return unfinished ? Optional.empty() : rest();
    }

    /** What is there, complete or not; it can be had once. */
    Optional<String> rest() {
        Optional<String> token = length == 0 || failed
                ? Optional.empty()
                : Optional.of(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
        length = 0;
        unfinished = false;
        return token;
    }

    private static boolean ends(byte b) {
        return b == 0 || isSpace(b);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r') || b == (byte) 0xa0;
    }
}
