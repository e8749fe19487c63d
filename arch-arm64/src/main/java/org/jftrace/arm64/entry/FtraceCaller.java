package org.jftrace.arm64.entry;

/** The code of {@code ftrace_caller}; see {@link EntryFrame} for what it saves. */
final class FtraceCaller {
    static final int BOUND_SIZE = 4 * 36 + 8;

    private static final int[] FROM_LITERAL = {
        0xd503245f, // bti c
        0x927df3cb, // and x11, x30, #0xfffffffffffffff8
        0xf85f016b, // ldur x11, [x11, #-16]
        0xa9404570, // ldp x16, x17, [x11]
        0xb50003d1, // cbnz x17, 88 <direct>
        0x910003ea, // mov x10, sp
        0xa9b707e0, // stp x0, x1, [sp, #-144]!
        0xa9010fe2, // stp x2, x3, [sp, #16]
        0xa90217e4, // stp x4, x5, [sp, #32]
        0xa9031fe6, // stp x6, x7, [sp, #48]
        0xa9047fe8, // stp x8, xzr, [sp, #64]
        0xa90527fd, // stp x29, x9, [sp, #80]
        0xa9067bea, // stp x10, x30, [sp, #96]
        0xa90827fd, // stp x29, x9, [sp, #128]
        0x910203fd, // add x29, sp, #0x80
        0xa9077bfd, // stp x29, x30, [sp, #112]
        0x9101c3fd, // add x29, sp, #0x70
        0xd10013c0, // sub x0, x30, #0x4
        0xaa0903e1, // mov x1, x9
        0xaa0b03e2, // mov x2, x11
        0x910003e3, // mov x3, sp
        0xd63f0200, // blr x16
        0xa9410fe2, // ldp x2, x3, [sp, #16]
        0xa94217e4, // ldp x4, x5, [sp, #32]
        0xa9431fe6, // ldp x6, x7, [sp, #48]
        0xa94447e8, // ldp x8, x17, [sp, #64]
        0xa9457bfd, // ldp x29, x30, [sp, #80]
        0xf94037e9, // ldr x9, [sp, #104]
        0xa8c907e0, // ldp x0, x1, [sp], #144
        0xb5000051, // cbnz x17, 7c <late>
        0xd65f0120, // ret x9
        0xaa1e03ea, // mov x10, x30
        0xaa0903fe, // mov x30, x9
        0xaa0a03e9, // mov x9, x10
        0xd61f0220, // br x17
    };

    private FtraceCaller() {}

    /** The literal of a site, seen from behind its BL. */
    static long literalOf(long behindSite) {
        return (behindSite & -8) - 16;
    }

    static int[] fromLiteral() {
        return FROM_LITERAL.clone();
    }

    static int[] boundTo(long handle) {
        int[] code = new int[36 + 2];
        code[0] = FROM_LITERAL[0];
        code[1] = 0xd503201f;
        code[2] = 0x58000000 | ((36 - 2) << 5) | 11;
        System.arraycopy(FROM_LITERAL, 3, code, 3, 32);
        code[35] = 0xd503201f;
        code[36] = (int) handle;
        code[37] = (int) (handle >>> 32);
        return code;
    }

    static int[] stub() {
        return new int[] {0xd503245f, 0xd65f03c0};
    }
}
