package org.jftrace.arm64.a64;

import java.util.function.IntPredicate;

/** Exclusive and ordered Loads and Stores (Arm ARM C4.1). */
public enum LoadStoreExclusive implements Form {
    // Load/store exclusive register
    STXR("zz 001000 0 0 0 sssss 0 xxxxx nnnnn ttttt", "stxr<bh> <Ws>, <Rt>, [<Xn|SP>]"),
    STLXR("zz 001000 0 0 0 sssss 1 xxxxx nnnnn ttttt", "stlxr<bh> <Ws>, <Rt>, [<Xn|SP>]"),
    LDXR("zz 001000 0 1 0 xxxxx 0 xxxxx nnnnn ttttt", "ldxr<bh> <Rt>, [<Xn|SP>]"),
    LDAXR("zz 001000 0 1 0 xxxxx 1 xxxxx nnnnn ttttt", "ldaxr<bh> <Rt>, [<Xn|SP>]"),

    // Load/store exclusive pair
    STXP("1z 001000 0 0 1 sssss 0 uuuuu nnnnn ttttt", "stxp <Ws>, <Rt>, <Ru>, [<Xn|SP>]"),
    STLXP("1z 001000 0 0 1 sssss 1 uuuuu nnnnn ttttt", "stlxp <Ws>, <Rt>, <Ru>, [<Xn|SP>]"),
    LDXP("1z 001000 0 1 1 xxxxx 0 uuuuu nnnnn ttttt", "ldxp <Rt>, <Ru>, [<Xn|SP>]"),
    LDAXP("1z 001000 0 1 1 xxxxx 1 uuuuu nnnnn ttttt", "ldaxp <Rt>, <Ru>, [<Xn|SP>]"),

    // Load/store ordered
    STLLR("zz 001000 1 0 0 xxxxx 0 xxxxx nnnnn ttttt", "stllr<bh> <Rt>, [<Xn|SP>]"),
    STLR("zz 001000 1 0 0 xxxxx 1 xxxxx nnnnn ttttt", "stlr<bh> <Rt>, [<Xn|SP>]"),
    LDLAR("zz 001000 1 1 0 xxxxx 0 xxxxx nnnnn ttttt", "ldlar<bh> <Rt>, [<Xn|SP>]"),
    LDAR("zz 001000 1 1 0 xxxxx 1 xxxxx nnnnn ttttt", "ldar<bh> <Rt>, [<Xn|SP>]"),

    // LDAPR/STLR (unscaled immediate)
    STLURB("00 011001 00 0 iiiiiiiii 00 nnnnn ttttt", "stlurb <Wt>, [<Xn|SP><unscaled>]"),
    LDAPURB("00 011001 01 0 iiiiiiiii 00 nnnnn ttttt", "ldapurb <Wt>, [<Xn|SP><unscaled>]"),
    LDAPURSB("00 011001 1w 0 iiiiiiiii 00 nnnnn ttttt", "ldapursb <Rt>, [<Xn|SP><unscaled>]"),
    STLURH("01 011001 00 0 iiiiiiiii 00 nnnnn ttttt", "stlurh <Wt>, [<Xn|SP><unscaled>]"),
    LDAPURH("01 011001 01 0 iiiiiiiii 00 nnnnn ttttt", "ldapurh <Wt>, [<Xn|SP><unscaled>]"),
    LDAPURSH("01 011001 1w 0 iiiiiiiii 00 nnnnn ttttt", "ldapursh <Rt>, [<Xn|SP><unscaled>]"),
    STLUR("1z 011001 00 0 iiiiiiiii 00 nnnnn ttttt", "stlur <Rt>, [<Xn|SP><unscaled>]"),
    LDAPUR("1z 011001 01 0 iiiiiiiii 00 nnnnn ttttt", "ldapur <Rt>, [<Xn|SP><unscaled>]"),
    LDAPURSW("10 011001 10 0 iiiiiiiii 00 nnnnn ttttt", "ldapursw <Xt>, [<Xn|SP><unscaled>]");

    @SuppressWarnings("ImmutableEnumChecker") // an Encoding never changes
    private final Encoding encoding;

    private final String syntax;

    LoadStoreExclusive(String bits, String syntax) {
        this(bits, syntax, word -> true);
    }

    LoadStoreExclusive(String bits, String syntax, IntPredicate where) {
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
