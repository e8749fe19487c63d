package org.jftrace.arm64.a64;

import java.util.function.IntPredicate;

/** Loads and Stores of one register, addressed by literal, immediate or register (Arm ARM C4.1). */
public enum LoadStoreRegister implements Form {
    // Load register (literal)
    LDR_LITERAL("0z 011 0 00 iiiiiiiiiiiiiiiiiii ttttt", "ldr <Rt>, <label>"),
    LDRSW_LITERAL("10 011 0 00 iiiiiiiiiiiiiiiiiii ttttt", "ldrsw <Xt>, <label>"),
    PRFM_LITERAL("11 011 0 00 iiiiiiiiiiiiiiiiiii ttttt", "prfm <prfop>, <label>"),

    // Load/store register (unsigned immediate)
    STRB_UNSIGNED("00 111 0 01 00 iiiiiiiiiiii nnnnn ttttt", "strb <Wt>, [<Xn|SP><scaled>]"),
    LDRB_UNSIGNED("00 111 0 01 01 iiiiiiiiiiii nnnnn ttttt", "ldrb <Wt>, [<Xn|SP><scaled>]"),
    LDRSB_UNSIGNED("00 111 0 01 1w iiiiiiiiiiii nnnnn ttttt", "ldrsb <Rt>, [<Xn|SP><scaled>]"),
    STRH_UNSIGNED("01 111 0 01 00 iiiiiiiiiiii nnnnn ttttt", "strh <Wt>, [<Xn|SP><scaled>]"),
    LDRH_UNSIGNED("01 111 0 01 01 iiiiiiiiiiii nnnnn ttttt", "ldrh <Wt>, [<Xn|SP><scaled>]"),
    LDRSH_UNSIGNED("01 111 0 01 1w iiiiiiiiiiii nnnnn ttttt", "ldrsh <Rt>, [<Xn|SP><scaled>]"),
    STR_UNSIGNED("1z 111 0 01 00 iiiiiiiiiiii nnnnn ttttt", "str <Rt>, [<Xn|SP><scaled>]"),
    LDR_UNSIGNED("1z 111 0 01 01 iiiiiiiiiiii nnnnn ttttt", "ldr <Rt>, [<Xn|SP><scaled>]"),
    LDRSW_UNSIGNED("10 111 0 01 10 iiiiiiiiiiii nnnnn ttttt", "ldrsw <Xt>, [<Xn|SP><scaled>]"),
    PRFM_UNSIGNED("11 111 0 01 10 iiiiiiiiiiii nnnnn ttttt", "prfm <prfop>, [<Xn|SP><scaled>]"),

    // Load/store register (immediate post-indexed)
    STRB_POST("00 111 0 00 00 0 iiiiiiiii 01 nnnnn ttttt", "strb <Wt>, [<Xn|SP>], #<i:signed>"),
    LDRB_POST("00 111 0 00 01 0 iiiiiiiii 01 nnnnn ttttt", "ldrb <Wt>, [<Xn|SP>], #<i:signed>"),
    LDRSB_POST("00 111 0 00 1w 0 iiiiiiiii 01 nnnnn ttttt", "ldrsb <Rt>, [<Xn|SP>], #<i:signed>"),
    STRH_POST("01 111 0 00 00 0 iiiiiiiii 01 nnnnn ttttt", "strh <Wt>, [<Xn|SP>], #<i:signed>"),
    LDRH_POST("01 111 0 00 01 0 iiiiiiiii 01 nnnnn ttttt", "ldrh <Wt>, [<Xn|SP>], #<i:signed>"),
    LDRSH_POST("01 111 0 00 1w 0 iiiiiiiii 01 nnnnn ttttt", "ldrsh <Rt>, [<Xn|SP>], #<i:signed>"),
    STR_POST("1z 111 0 00 00 0 iiiiiiiii 01 nnnnn ttttt", "str <Rt>, [<Xn|SP>], #<i:signed>"),
    LDR_POST("1z 111 0 00 01 0 iiiiiiiii 01 nnnnn ttttt", "ldr <Rt>, [<Xn|SP>], #<i:signed>"),
    LDRSW_POST("10 111 0 00 10 0 iiiiiiiii 01 nnnnn ttttt", "ldrsw <Xt>, [<Xn|SP>], #<i:signed>"),

    // Load/store register (immediate pre-indexed)
    STRB_PRE("00 111 0 00 00 0 iiiiiiiii 11 nnnnn ttttt", "strb <Wt>, [<Xn|SP>, #<i:signed>]!"),
    LDRB_PRE("00 111 0 00 01 0 iiiiiiiii 11 nnnnn ttttt", "ldrb <Wt>, [<Xn|SP>, #<i:signed>]!"),
    LDRSB_PRE("00 111 0 00 1w 0 iiiiiiiii 11 nnnnn ttttt", "ldrsb <Rt>, [<Xn|SP>, #<i:signed>]!"),
    STRH_PRE("01 111 0 00 00 0 iiiiiiiii 11 nnnnn ttttt", "strh <Wt>, [<Xn|SP>, #<i:signed>]!"),
    LDRH_PRE("01 111 0 00 01 0 iiiiiiiii 11 nnnnn ttttt", "ldrh <Wt>, [<Xn|SP>, #<i:signed>]!"),
    LDRSH_PRE("01 111 0 00 1w 0 iiiiiiiii 11 nnnnn ttttt", "ldrsh <Rt>, [<Xn|SP>, #<i:signed>]!"),
    STR_PRE("1z 111 0 00 00 0 iiiiiiiii 11 nnnnn ttttt", "str <Rt>, [<Xn|SP>, #<i:signed>]!"),
    LDR_PRE("1z 111 0 00 01 0 iiiiiiiii 11 nnnnn ttttt", "ldr <Rt>, [<Xn|SP>, #<i:signed>]!"),
    LDRSW_PRE("10 111 0 00 10 0 iiiiiiiii 11 nnnnn ttttt", "ldrsw <Xt>, [<Xn|SP>, #<i:signed>]!"),

    // Load/store register (register offset)
    STRB_REGISTER("00 111 0 00 00 1 mmmmm ooo e 10 nnnnn ttttt", "strb <Wt>, [<Xn|SP>, <index>]", Where::offsetFits),
    LDRB_REGISTER("00 111 0 00 01 1 mmmmm ooo e 10 nnnnn ttttt", "ldrb <Wt>, [<Xn|SP>, <index>]", Where::offsetFits),
    LDRSB_REGISTER("00 111 0 00 1w 1 mmmmm ooo e 10 nnnnn ttttt", "ldrsb <Rt>, [<Xn|SP>, <index>]", Where::offsetFits),
    STRH_REGISTER("01 111 0 00 00 1 mmmmm ooo e 10 nnnnn ttttt", "strh <Wt>, [<Xn|SP>, <index>]", Where::offsetFits),
    LDRH_REGISTER("01 111 0 00 01 1 mmmmm ooo e 10 nnnnn ttttt", "ldrh <Wt>, [<Xn|SP>, <index>]", Where::offsetFits),
    LDRSH_REGISTER("01 111 0 00 1w 1 mmmmm ooo e 10 nnnnn ttttt", "ldrsh <Rt>, [<Xn|SP>, <index>]", Where::offsetFits),
    STR_REGISTER("1z 111 0 00 00 1 mmmmm ooo e 10 nnnnn ttttt", "str <Rt>, [<Xn|SP>, <index>]", Where::offsetFits),
    LDR_REGISTER("1z 111 0 00 01 1 mmmmm ooo e 10 nnnnn ttttt", "ldr <Rt>, [<Xn|SP>, <index>]", Where::offsetFits),
    LDRSW_REGISTER("10 111 0 00 10 1 mmmmm ooo e 10 nnnnn ttttt", "ldrsw <Xt>, [<Xn|SP>, <index>]", Where::offsetFits),
    PRFM_REGISTER("11 111 0 00 10 1 mmmmm ooo e 10 nnnnn ttttt", "prfm <prfop>, [<Xn|SP>, <index>]", Where::offsetFits),

    // Load/store register (unscaled immediate)
    STURB("00 111 0 00 00 0 iiiiiiiii 00 nnnnn ttttt", "sturb <Wt>, [<Xn|SP><unscaled>]"),
    LDURB("00 111 0 00 01 0 iiiiiiiii 00 nnnnn ttttt", "ldurb <Wt>, [<Xn|SP><unscaled>]"),
    LDURSB("00 111 0 00 1w 0 iiiiiiiii 00 nnnnn ttttt", "ldursb <Rt>, [<Xn|SP><unscaled>]"),
    STURH("01 111 0 00 00 0 iiiiiiiii 00 nnnnn ttttt", "sturh <Wt>, [<Xn|SP><unscaled>]"),
    LDURH("01 111 0 00 01 0 iiiiiiiii 00 nnnnn ttttt", "ldurh <Wt>, [<Xn|SP><unscaled>]"),
    LDURSH("01 111 0 00 1w 0 iiiiiiiii 00 nnnnn ttttt", "ldursh <Rt>, [<Xn|SP><unscaled>]"),
    STUR("1z 111 0 00 00 0 iiiiiiiii 00 nnnnn ttttt", "stur <Rt>, [<Xn|SP><unscaled>]"),
    LDUR("1z 111 0 00 01 0 iiiiiiiii 00 nnnnn ttttt", "ldur <Rt>, [<Xn|SP><unscaled>]"),
    LDURSW("10 111 0 00 10 0 iiiiiiiii 00 nnnnn ttttt", "ldursw <Xt>, [<Xn|SP><unscaled>]"),
    PRFUM("11 111 0 00 10 0 iiiiiiiii 00 nnnnn ttttt", "prfum <prfop>, [<Xn|SP><unscaled>]"),

    // Load/store register (unprivileged)
    STTRB("00 111 0 00 00 0 iiiiiiiii 10 nnnnn ttttt", "sttrb <Wt>, [<Xn|SP><unscaled>]"),
    LDTRB("00 111 0 00 01 0 iiiiiiiii 10 nnnnn ttttt", "ldtrb <Wt>, [<Xn|SP><unscaled>]"),
    LDTRSB("00 111 0 00 1w 0 iiiiiiiii 10 nnnnn ttttt", "ldtrsb <Rt>, [<Xn|SP><unscaled>]"),
    STTRH("01 111 0 00 00 0 iiiiiiiii 10 nnnnn ttttt", "sttrh <Wt>, [<Xn|SP><unscaled>]"),
    LDTRH("01 111 0 00 01 0 iiiiiiiii 10 nnnnn ttttt", "ldtrh <Wt>, [<Xn|SP><unscaled>]"),
    LDTRSH("01 111 0 00 1w 0 iiiiiiiii 10 nnnnn ttttt", "ldtrsh <Rt>, [<Xn|SP><unscaled>]"),
    STTR("1z 111 0 00 00 0 iiiiiiiii 10 nnnnn ttttt", "sttr <Rt>, [<Xn|SP><unscaled>]"),
    LDTR("1z 111 0 00 01 0 iiiiiiiii 10 nnnnn ttttt", "ldtr <Rt>, [<Xn|SP><unscaled>]"),
    LDTRSW("10 111 0 00 10 0 iiiiiiiii 10 nnnnn ttttt", "ldtrsw <Xt>, [<Xn|SP><unscaled>]");

    @SuppressWarnings("ImmutableEnumChecker") // an Encoding never changes
    private final Encoding encoding;

    private final String syntax;

    LoadStoreRegister(String bits, String syntax) {
        this(bits, syntax, word -> true);
    }

    LoadStoreRegister(String bits, String syntax, IntPredicate where) {
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
