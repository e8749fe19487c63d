package org.jftrace.arm64.a64.text;

import static org.jftrace.arm64.a64.AtomicMemory.*;
import static org.jftrace.arm64.a64.BranchesExceptionsSystem.*;
import static org.jftrace.arm64.a64.DataProcessingImmediate.*;
import static org.jftrace.arm64.a64.DataProcessingRegister.*;
import static org.jftrace.arm64.a64.text.Spelling.alias;

import java.util.List;
import org.jftrace.arm64.a64.BitmaskImmediate;

/** The aliases, by families. Of those that hold for a word the first is printed. */
final class Aliases {
    static final List<Spelling> IMMEDIATE = List.of(
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

    static final List<Spelling> REGISTER = List.of(
            alias(ORR_SHIFTED, "mov <Rd>, <Rm>", i -> i.is('n', 31) && i.is('h', 0) && i.is('e', 0)),
            alias(ORN_SHIFTED, "mvn <Rd>, <Rm><shift>", i -> i.is('n', 31)),
            alias(ANDS_SHIFTED, "tst <Rn>, <Rm><shift>", i -> i.is('d', 31)),
            alias(ADDS_SHIFTED, "cmn <Rn>, <Rm><shift>", i -> i.is('d', 31)),
            alias(SUBS_SHIFTED, "cmp <Rn>, <Rm><shift>", i -> i.is('d', 31)),
            alias(SUBS_SHIFTED, "negs <Rd>, <Rm><shift>", i -> i.is('n', 31)),
            alias(SUB_SHIFTED, "neg <Rd>, <Rm><shift>", i -> i.is('n', 31)),
            alias(ADDS_EXTENDED, "cmn <Rn|SP>, <extended>", i -> i.is('d', 31)),
            alias(SUBS_EXTENDED, "cmp <Rn|SP>, <extended>", i -> i.is('d', 31)),
            alias(SBC, "ngc <Rd>, <Rm>", i -> i.is('n', 31)),
            alias(SBCS, "ngcs <Rd>, <Rm>", i -> i.is('n', 31)),
            alias(CSINC, "cset <Rd>, <inverse>", i -> isInvertible(i) && i.is('n', 31) && i.is('m', 31)),
            alias(CSINC, "cinc <Rd>, <Rn>, <inverse>", i -> isInvertible(i) && i.same('n', 'm') && !i.is('n', 31)),
            alias(CSINV, "csetm <Rd>, <inverse>", i -> isInvertible(i) && i.is('n', 31) && i.is('m', 31)),
            alias(CSINV, "cinv <Rd>, <Rn>, <inverse>", i -> isInvertible(i) && i.same('n', 'm') && !i.is('n', 31)),
            alias(CSNEG, "cneg <Rd>, <Rn>, <inverse>", i -> isInvertible(i) && i.same('n', 'm')),
            alias(MADD, "mul <Rd>, <Rn>, <Rm>", i -> i.is('a', 31)),
            alias(MSUB, "mneg <Rd>, <Rn>, <Rm>", i -> i.is('a', 31)),
            alias(SMADDL, "smull <Xd>, <Wn>, <Wm>", i -> i.is('a', 31)),
            alias(SMSUBL, "smnegl <Xd>, <Wn>, <Wm>", i -> i.is('a', 31)),
            alias(UMADDL, "umull <Xd>, <Wn>, <Wm>", i -> i.is('a', 31)),
            alias(UMSUBL, "umnegl <Xd>, <Wn>, <Wm>", i -> i.is('a', 31)));

    static final List<Spelling> OTHER = List.of(
            alias(RET, "ret", i -> i.is('n', 30)),
            alias(DSB, "ssbb", i -> i.is('i', 0)),
            alias(DSB, "pssbb", i -> i.is('i', 4)),
            alias(SYS, "<maintenance>", SystemOperation::isNamed),
            alias(SYS, "sys <sysop>", i -> i.is('t', 31)),
            alias(LDADD, "stadd<AL><bh> <Rs>, [<Xn|SP>]", i -> isStore(i)),
            alias(LDCLR, "stclr<AL><bh> <Rs>, [<Xn|SP>]", i -> isStore(i)),
            alias(LDEOR, "steor<AL><bh> <Rs>, [<Xn|SP>]", i -> isStore(i)),
            alias(LDSET, "stset<AL><bh> <Rs>, [<Xn|SP>]", i -> isStore(i)),
            alias(LDSMAX, "stsmax<AL><bh> <Rs>, [<Xn|SP>]", i -> isStore(i)),
            alias(LDSMIN, "stsmin<AL><bh> <Rs>, [<Xn|SP>]", i -> isStore(i)),
            alias(LDUMAX, "stumax<AL><bh> <Rs>, [<Xn|SP>]", i -> isStore(i)),
            alias(LDUMIN, "stumin<AL><bh> <Rs>, [<Xn|SP>]", i -> isStore(i)));

    private Aliases() {}

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

    /** AL and NV have no inverse. */
    private static boolean isInvertible(Instruction i) {
        return i.field('c') < 14;
    }

    /** An atomic whose old value goes nowhere; acquire would have no load to order. */
    private static boolean isStore(Instruction i) {
        return i.is('t', 31) && i.is('A', 0);
    }
}
