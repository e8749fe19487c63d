package org.jftrace.arm64.a64;

import java.util.function.IntPredicate;

/** Loads and Stores of a register pair (Arm ARM C4.1). */
public enum LoadStorePair implements Form {
    // Load/store register pair (offset)
    STP_OFFSET("z0 101 0 010 0 iiiiiii uuuuu nnnnn ttttt", "stp <Rt>, <Ru>, [<Xn|SP><scaled>]"),
    LDP_OFFSET("z0 101 0 010 1 iiiiiii uuuuu nnnnn ttttt", "ldp <Rt>, <Ru>, [<Xn|SP><scaled>]"),
    LDPSW_OFFSET("01 101 0 010 1 iiiiiii uuuuu nnnnn ttttt", "ldpsw <Xt>, <Xu>, [<Xn|SP><scaled>]"),

    // Load/store register pair (post-indexed)
    STP_POST("z0 101 0 001 0 iiiiiii uuuuu nnnnn ttttt", "stp <Rt>, <Ru>, [<Xn|SP>], #<multiple>"),
    LDP_POST("z0 101 0 001 1 iiiiiii uuuuu nnnnn ttttt", "ldp <Rt>, <Ru>, [<Xn|SP>], #<multiple>"),
    LDPSW_POST("01 101 0 001 1 iiiiiii uuuuu nnnnn ttttt", "ldpsw <Xt>, <Xu>, [<Xn|SP>], #<multiple>"),

    // Load/store register pair (pre-indexed)
    STP_PRE("z0 101 0 011 0 iiiiiii uuuuu nnnnn ttttt", "stp <Rt>, <Ru>, [<Xn|SP>, #<multiple>]!"),
    LDP_PRE("z0 101 0 011 1 iiiiiii uuuuu nnnnn ttttt", "ldp <Rt>, <Ru>, [<Xn|SP>, #<multiple>]!"),
    LDPSW_PRE("01 101 0 011 1 iiiiiii uuuuu nnnnn ttttt", "ldpsw <Xt>, <Xu>, [<Xn|SP>, #<multiple>]!"),

    // Load/store no-allocate pair (offset)
    STNP("z0 101 0 000 0 iiiiiii uuuuu nnnnn ttttt", "stnp <Rt>, <Ru>, [<Xn|SP><scaled>]"),
    LDNP("z0 101 0 000 1 iiiiiii uuuuu nnnnn ttttt", "ldnp <Rt>, <Ru>, [<Xn|SP><scaled>]");

    @SuppressWarnings("ImmutableEnumChecker") // an Encoding never changes
    private final Encoding encoding;

    private final String syntax;

    LoadStorePair(String bits, String syntax) {
        this(bits, syntax, word -> true);
    }

    LoadStorePair(String bits, String syntax, IntPredicate where) {
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
