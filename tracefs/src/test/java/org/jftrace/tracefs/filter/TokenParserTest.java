package org.jftrace.tracefs.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.junit.jupiter.api.Test;

class TokenParserTest {
    private final TokenParser parser = new TokenParser(8);

    private int take(String text) {
        return parser.take(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aWriteTakesOneTokenAndItsTerminator() {
        assertEquals(6, take("  abc def"));
        assertEquals(Optional.of("abc"), parser.token());
        assertEquals(Optional.empty(), parser.token());
    }

    @Test
    void spacesAloneAreTakenAndAreNoToken() {
        assertEquals(3, take(" \t\n"));
        assertEquals(Optional.empty(), parser.token());
        assertEquals(Optional.empty(), parser.rest());
    }

    @Test
    void anUnterminatedTokenGoesOnInTheNextWriteWithoutSkippingSpaces() {
        assertEquals(2, take("ab"));
        assertEquals(Optional.empty(), parser.token());
        assertEquals(2, take("c d"));
        assertEquals(Optional.of("abc"), parser.token());
        take("x");
        assertEquals(1, take(" y"));
        assertEquals(Optional.of("x"), parser.token());
    }

    @Test
    void whatIsLeftAtTheEndIsAToken() {
        take("abc");
        assertEquals(Optional.of("abc"), parser.rest());
    }

    @Test
    void aZeroByteAndANoBreakSpaceEndATokenToo() {
        assertEquals(2, take("a\0b"));
        assertEquals(Optional.of("a"), parser.token());
        assertEquals(2, take("b\u00a0"));
        assertEquals(Optional.of("b"), parser.token());
    }

    @Test
    void aTokenOfTheBuffersSizeIsTooLongAndNoneIsTakenFromThenOn() {
        assertEquals(8, take("1234567 "));
        assertEquals(Optional.of("1234567"), parser.token());
        Errno errno =
                assertThrows(FtraceException.class, () -> take("12345678 ")).errno();
        assertEquals(Errno.EINVAL, errno);
        assertEquals(Optional.empty(), parser.rest());
        assertEquals(2, take("a "));
        assertEquals(Optional.empty(), parser.token());
    }
}
