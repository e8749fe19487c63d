package org.jftrace.arm64.a64.text;

import static org.jftrace.arm64.a64.DataProcessingImmediate.*;
import static org.jftrace.arm64.a64.text.Alias.alias;

import java.util.List;
import org.jftrace.arm64.a64.BitmaskImmediate;

/** Aliases of Data Processing: Immediate. Of those that hold for a word the first is printed. */
final class ImmediateAliases {
    static final List<Alias> ROWS = List.of(
            alias(
                    ADD_IMMEDIATE,
                    "mov <Rd|SP>, <Rn|SP>",
                    i -> (i.is('d', 31) || i.is('n', 31)) && i.is('i', 0) && i.is('h', 0)),
            alias(ADDS_IMMEDIATE, "cmn <Rn|SP>, <imm12>", i -> i.is('d', 31)),
            alias(SUBS_IMMEDIATE, "cmp <Rn|SP>, <imm12>", i -> i.is('d', 31)),
            alias(ANDS_IMMEDIATE, "tst <Rn>, <bitmask>", i -> i.is('d', 31)),
            alias(ORR_IMMEDIATE, "mov <Rd|SP>, <bitmask>", i -> i.is('n', 31) && (i.is('d', 31) || !isMoveWide(i))),
            alias(MOVZ, "mov <Rd>, <wide>", i -> !i.is('i', 0) || i.is('h', 0)),
            alias(MOVN, "mov <Rd>, <inverted>", i -> isMovnPreferred(i)),
            alias(SBFM, "asr <Rd>, <Rn>, #<r>", i -> i.is('s', i.registerSize() - 1)),
            alias(SBFM, "sxtb <Rd>, <Wn>", i -> i.is('r', 0) && i.is('s', 7)),
            alias(SBFM, "sxth <Rd>, <Wn>", i -> i.is('r', 0) && i.is('s', 15)),
            alias(SBFM, "sxtw <Rd>, <Wn>", i -> i.is('r', 0) && i.is('s', 31)),
            alias(SBFM, "sbfiz <Rd>, <Rn>, <insertLsb>, <insertWidth>", i -> isInsert(i)),
            alias(SBFM, "sbfx <Rd>, <Rn>, #<r>, <extractWidth>", i -> true),
            alias(BFM, "bfc <Rd>, <insertLsb>, <insertWidth>", i -> isInsert(i) && i.is('n', 31)),
            alias(BFM, "bfi <Rd>, <Rn>, <insertLsb>, <insertWidth>", i -> isInsert(i)),
            alias(BFM, "bfxil <Rd>, <Rn>, #<r>, <extractWidth>", i -> true),
            alias(UBFM, "lsr <Rd>, <Rn>, #<r>", i -> i.is('s', i.registerSize() - 1)),
            alias(UBFM, "lsl <Rd>, <Rn>, <insertLsb>", i -> i.is('r', i.field('s') + 1)),
            alias(UBFM, "uxtb <Rd>, <Wn>", i -> i.is('r', 0) && i.is('s', 7) && i.is('f', 0)),
            alias(UBFM, "uxth <Rd>, <Wn>", i -> i.is('r', 0) && i.is('s', 15) && i.is('f', 0)),
            alias(UBFM, "ubfiz <Rd>, <Rn>, <insertLsb>, <insertWidth>", i -> isInsert(i)),
            alias(UBFM, "ubfx <Rd>, <Rn>, #<r>, <extractWidth>", i -> true),
            alias(EXTR, "ror <Rd>, <Rn>, #<s>", i -> i.same('n', 'm')));

    private ImmediateAliases() {}

    private static boolean isInsert(Instruction i) {
        return i.field('s') < i.field('r');
    }

    /** MOVZ #0 with a shift is not MOV; neither is a W register's MOVN #0xffff, which MOVZ would write. */
    private static boolean isMovnPreferred(Instruction i) {
        return (!i.is('i', 0) || i.is('h', 0)) && (i.is('f', 1) || !i.is('i', 0xffff));
    }

    /** Whether MOVZ or MOVN could make the value of this ORR: one halfword at most is not all zeros, or not all ones. */
    private static boolean isMoveWide(Instruction i) {
        long value = BitmaskImmediate.decode(i.word() >>> 10 & 0x1fff);
        int size = i.registerSize();
        return hasOneHalfword(value, size) || hasOneHalfword(~value, size);
    }

    private static boolean hasOneHalfword(long value, int size) {
        int used = 0;
        for (int shift = 0; shift < size; shift += 16) {
            used += (value >>> shift & 0xffff) == 0 ? 0 : 1;
        }
        return used <= 1;
    }
}
