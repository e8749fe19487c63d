package org.jftrace.arm64.a64.text;

import static org.jftrace.arm64.a64.DataProcessingRegister.*;
import static org.jftrace.arm64.a64.text.Alias.alias;

import java.util.List;

/** Aliases of Data Processing: Register. Of those that hold for a word the first is printed. */
final class RegisterAliases {
    static final List<Alias> ROWS = List.of(
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

    private RegisterAliases() {}

    /** AL and NV have no inverse. */
    private static boolean isInvertible(Instruction i) {
        return i.field('c') < 14;
    }
}
