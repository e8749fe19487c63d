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
    private static final int INSTRUCTIONS = 23;

    @Test
    void theTrampolineReads() {
        assertEquals("""
                d503245f  bti c
                927df3cb  and x11, x30, #0xfffffffffffffff8
                f85f016b  ldur x11, [x11, #-16]
                a9404570  ldp x16, x17, [x11]
                b50002d1  cbnz x17, 0x8068
                a9b907e0  stp x0, x1, [sp, #-112]!
                a9010fe2  stp x2, x3, [sp, #16]
                a90217e4  stp x4, x5, [sp, #32]
                a9031fe6  stp x6, x7, [sp, #48]
                a9047be8  stp x8, x30, [sp, #64]
                a90627fd  stp x29, x9, [sp, #96]
                910183fd  add x29, sp, #0x60
                a9057bfd  stp x29, x30, [sp, #80]
                910143fd  add x29, sp, #0x50
                d63f0200  blr x16
                a9410fe2  ldp x2, x3, [sp, #16]
                a94217e4  ldp x4, x5, [sp, #32]
                a9431fe6  ldp x6, x7, [sp, #48]
                a94427e8  ldp x8, x9, [sp, #64]
                a9467bfd  ldp x29, x30, [sp, #96]
                a8c707e0  ldp x0, x1, [sp], #112
                b5000051  cbnz x17, 0x805c
                d65f0120  ret x9
                aa1e03ea  mov x10, x30
                aa0903fe  mov x30, x9
                aa0a03e9  mov x9, x10
                d61f0220  br x17
                """, FtraceCaller.fromLiteral(0x8000).toString());
    }

    @Test
    void theReturnIsTheTwentyThirdInstruction() {
        int ret = 0xd65f0120;
        assertEquals(ret, FtraceCaller.fromLiteral(0).words()[INSTRUCTIONS - 1]);
    }

    @Test
    void aBoundTrampolineDiffersOnlyInWhereItsOpsComesFrom() {
        String bound = FtraceCaller.boundTo(0xffff800080f88178L, 0x8000).toString();
        assertEquals("""
                d503245f  bti c
                5800032b  ldr x11, 0x8068
                a9404570  ldp x16, x17, [x11]
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
