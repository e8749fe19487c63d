package org.jftrace.arm64.a64;

import java.util.function.IntPredicate;

/** Data Processing: Immediate (Arm ARM C4.1). */
public enum DataProcessingImmediate implements Form {
    // PC-rel. addressing
    ADR("0 jj 10000 iiiiiiiiiiiiiiiiiii ddddd", "adr <Xd>, <label>"),
    ADRP("1 jj 10000 iiiiiiiiiiiiiiiiiii ddddd", "adrp <Xd>, <page>"),

    // Add/subtract (immediate)
    ADD_IMMEDIATE("f 0 0 100010 h iiiiiiiiiiii nnnnn ddddd", "add <Rd|SP>, <Rn|SP>, <imm12>"),
    ADDS_IMMEDIATE("f 0 1 100010 h iiiiiiiiiiii nnnnn ddddd", "adds <Rd>, <Rn|SP>, <imm12>"),
    SUB_IMMEDIATE("f 1 0 100010 h iiiiiiiiiiii nnnnn ddddd", "sub <Rd|SP>, <Rn|SP>, <imm12>"),
    SUBS_IMMEDIATE("f 1 1 100010 h iiiiiiiiiiii nnnnn ddddd", "subs <Rd>, <Rn|SP>, <imm12>"),

    // Logical (immediate)
    AND_IMMEDIATE("f 00 100100 N rrrrrr ssssss nnnnn ddddd", "and <Rd|SP>, <Rn>, <bitmask>", Where::bitmaskFits),
    ORR_IMMEDIATE("f 01 100100 N rrrrrr ssssss nnnnn ddddd", "orr <Rd|SP>, <Rn>, <bitmask>", Where::bitmaskFits),
    EOR_IMMEDIATE("f 10 100100 N rrrrrr ssssss nnnnn ddddd", "eor <Rd|SP>, <Rn>, <bitmask>", Where::bitmaskFits),
    ANDS_IMMEDIATE("f 11 100100 N rrrrrr ssssss nnnnn ddddd", "ands <Rd>, <Rn>, <bitmask>", Where::bitmaskFits),

    // Move wide (immediate)
    MOVN("f 00 100101 hh iiiiiiiiiiiiiiii ddddd", "movn <Rd>, <imm16>", Where::halfwordFits),
    MOVZ("f 10 100101 hh iiiiiiiiiiiiiiii ddddd", "movz <Rd>, <imm16>", Where::halfwordFits),
    MOVK("f 11 100101 hh iiiiiiiiiiiiiiii ddddd", "movk <Rd>, <imm16>", Where::halfwordFits),

    // Bitfield
    SBFM("f 00 100110 N rrrrrr ssssss nnnnn ddddd", "sbfm <Rd>, <Rn>, #<r>, #<s>", Where::bitfieldFits),
    BFM("f 01 100110 N rrrrrr ssssss nnnnn ddddd", "bfm <Rd>, <Rn>, #<r>, #<s>", Where::bitfieldFits),
    UBFM("f 10 100110 N rrrrrr ssssss nnnnn ddddd", "ubfm <Rd>, <Rn>, #<r>, #<s>", Where::bitfieldFits),

    // Extract
    EXTR("f 00 100111 N 0 mmmmm ssssss nnnnn ddddd", "extr <Rd>, <Rn>, <Rm>, #<s>", Where::bitfieldFits);

    @SuppressWarnings("ImmutableEnumChecker") // an Encoding never changes
    private final Encoding encoding;

    private final String syntax;

    DataProcessingImmediate(String bits, String syntax) {
        this(bits, syntax, word -> true);
    }

    DataProcessingImmediate(String bits, String syntax, IntPredicate where) {
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
