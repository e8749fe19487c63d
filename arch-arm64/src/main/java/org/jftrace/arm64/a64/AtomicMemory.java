package org.jftrace.arm64.a64;

import java.util.function.IntPredicate;

/** Atomic memory operations, compare and swap (Arm ARM C4.1; FEAT_LSE, FEAT_LRCPC). */
public enum AtomicMemory implements Form {
    // Atomic memory operations
    LDADD("zz 111 0 00 A L 1 sssss 0 000 00 nnnnn ttttt", "ldadd<AL><bh> <Rs>, <Rt>, [<Xn|SP>]"),
    LDCLR("zz 111 0 00 A L 1 sssss 0 001 00 nnnnn ttttt", "ldclr<AL><bh> <Rs>, <Rt>, [<Xn|SP>]"),
    LDEOR("zz 111 0 00 A L 1 sssss 0 010 00 nnnnn ttttt", "ldeor<AL><bh> <Rs>, <Rt>, [<Xn|SP>]"),
    LDSET("zz 111 0 00 A L 1 sssss 0 011 00 nnnnn ttttt", "ldset<AL><bh> <Rs>, <Rt>, [<Xn|SP>]"),
    LDSMAX("zz 111 0 00 A L 1 sssss 0 100 00 nnnnn ttttt", "ldsmax<AL><bh> <Rs>, <Rt>, [<Xn|SP>]"),
    LDSMIN("zz 111 0 00 A L 1 sssss 0 101 00 nnnnn ttttt", "ldsmin<AL><bh> <Rs>, <Rt>, [<Xn|SP>]"),
    LDUMAX("zz 111 0 00 A L 1 sssss 0 110 00 nnnnn ttttt", "ldumax<AL><bh> <Rs>, <Rt>, [<Xn|SP>]"),
    LDUMIN("zz 111 0 00 A L 1 sssss 0 111 00 nnnnn ttttt", "ldumin<AL><bh> <Rs>, <Rt>, [<Xn|SP>]"),
    SWP("zz 111 0 00 A L 1 sssss 1 000 00 nnnnn ttttt", "swp<AL><bh> <Rs>, <Rt>, [<Xn|SP>]"),
    LDAPR("zz 111 0 00 1 0 1 xxxxx 1 100 00 nnnnn ttttt", "ldapr<bh> <Rt>, [<Xn|SP>]"),

    // Compare and swap
    CAS("zz 001000 1 A 1 sssss L 11111 nnnnn ttttt", "cas<AL><bh> <Rs>, <Rt>, [<Xn|SP>]"),
    CASP("0z 001000 0 A 1 sssss L 11111 nnnnn ttttt", "casp<AL> <pairs>, [<Xn|SP>]", Where::pairsAreEven);

    @SuppressWarnings("ImmutableEnumChecker") // an Encoding never changes
    private final Encoding encoding;

    private final String syntax;

    AtomicMemory(String bits, String syntax) {
        this(bits, syntax, word -> true);
    }

    AtomicMemory(String bits, String syntax, IntPredicate where) {
        this.encoding = Encoding.of(bits, where);
        this.syntax = syntax;
    }

    @Override
    public Encoding encoding() {
        return encoding;
    }

    @Override
    public String syntax() {
        return syntax;
    }
}
