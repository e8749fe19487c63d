package org.jftrace.arm64.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FtraceCallerTest {
    /** From the BTI to the RET, one tracer and no direct trampoline. Linux 6.12 takes 39. */
    private static final int INSTRUCTIONS = 31;

    @Test
    void theTrampolineReads() {
        assertEquals("""
                """, FtraceCaller.fromLiteral(0x8000).toString());
    }

    @Test
    void theReturnIsTheThirtyFirstInstruction() {
        int ret = 0xd65f0120;
        assertEquals(ret, FtraceCaller.fromLiteral(0).words()[INSTRUCTIONS - 1]);
    }

    @Test
    void aBoundTrampolineDiffersOnlyInWhereItsOpsComesFrom() {
        String bound = FtraceCaller.boundTo(0xffff800080f88178L, 0x8000).toString();
        assertEquals("""
                """, bound.lines().limit(3).map(line -> line + "\n").reduce("", String::concat));
    }

    static Stream<Arguments> literals() {
        return Stream.of(
                arguments(0x100cL, 0x1000L), // no BTI: ip = function + 4
                arguments(0x1010L, 0x1000L), // BTI: ip = function + 8
                arguments(0xffff8000804522dcL, 0xffff8000804522d0L)); // vfs_read of the recorded kernel
    }

    @ParameterizedTest
    @MethodSource("literals")
    void theLiteralLiesBeforeTheFunction(long ip, long literal) {
        assertEquals(literal, FtraceCaller.literalOf(ip + 4));
    }
}
