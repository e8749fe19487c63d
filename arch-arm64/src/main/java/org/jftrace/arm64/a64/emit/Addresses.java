package org.jftrace.arm64.a64.emit;

import org.jftrace.arm64.a64.DataProcessingImmediate;

/** Addresses relative to the instruction that makes them. */
public final class Addresses {
    private static final int PAGE = 4096;

    private Addresses() {}

    /** {@return {@code ADR d, to}: within 1 MiB} */
    public static int adr(Reg d, long from, long to) {
        return Fields.of(DataProcessingImmediate.ADR)
                .register('d', d, Reg.XZR)
                .signed('i', to - from, 1)
                .word();
    }

    /** {@return {@code ADRP d, to}: the 4 KiB page of {@code to}, within 4 GiB; the offset in it is for ADD or LDR} */
    public static int adrp(Reg d, long from, long to) {
        return Fields.of(DataProcessingImmediate.ADRP)
                .register('d', d, Reg.XZR)
                .signed('i', (to & -PAGE) - (from & -PAGE), PAGE)
                .word();
    }

    /** {@return the offset of {@code to} in its page: what ADRP leaves to be added} */
    public static int pageOffset(long to) {
        return (int) (to & (PAGE - 1));
    }
}
