package org.jftrace.arm64.a64.text;

import static org.jftrace.arm64.a64.DataProcessingRegister.*;
import static org.jftrace.arm64.a64.text.Alias.of;

import java.util.List;

/** Aliases of Data Processing: Register. Of those that hold for a word the first is printed. */
final class RegisterAliases {
    static final List<Alias> ROWS = List.of(
            of(ORR_SHIFTED, "mov <Rd>, <Rm>", i -> i.is('n', 31) && i.is('h', 0) && i.is('e', 0)),
            of(ORN_SHIFTED, "mvn <Rd>, <Rm><shift>", i -> i.is('n', 31)),
            of(ANDS_SHIFTED, "tst <Rn>, <Rm><shift>", i -> i.is('d', 31)),
            of(ADDS_SHIFTED, "cmn <Rn>, <Rm><shift>", i -> i.is('d', 31)),
            of(SUBS_SHIFTED, "cmp <Rn>, <Rm><shift>", i -> i.is('d', 31)),
            of(SUBS_SHIFTED, "negs <Rd>, <Rm><shift>", i -> i.is('n', 31)),
            of(SUB_SHIFTED, "neg <Rd>, <Rm><shift>", i -> i.is('n', 31)),
            of(ADDS_EXTENDED, "cmn <Rn|SP>, <extended>", i -> i.is('d', 31)),
            of(SUBS_EXTENDED, "cmp <Rn|SP>, <extended>", i -> i.is('d', 31)),
            of(SBC, "ngc <Rd>, <Rm>", i -> i.is('n', 31)),
            of(SBCS, "ngcs <Rd>, <Rm>", i -> i.is('n', 31)),
            of(CSINC, "cset <Rd>, <inverse>", i -> isInvertible(i) && i.is('n', 31) && i.is('m', 31)),
            of(CSINC, "cinc <Rd>, <Rn>, <inverse>", i -> isInvertible(i) && i.same('n', 'm') && !i.is('n', 31)),
            of(CSINV, "csetm <Rd>, <inverse>", i -> isInvertible(i) && i.is('n', 31) && i.is('m', 31)),
            of(CSINV, "cinv <Rd>, <Rn>, <inverse>", i -> isInvertible(i) && i.same('n', 'm') && !i.is('n', 31)),
            of(CSNEG, "cneg <Rd>, <Rn>, <inverse>", i -> isInvertible(i) && i.same('n', 'm')),
            of(MADD, "mul <Rd>, <Rn>, <Rm>", i -> i.is('a', 31)),
            of(MSUB, "mneg <Rd>, <Rn>, <Rm>", i -> i.is('a', 31)),
            of(SMADDL, "smull <Xd>, <Wn>, <Wm>", i -> i.is('a', 31)),
            of(SMSUBL, "smnegl <Xd>, <Wn>, <Wm>", i -> i.is('a', 31)),
            of(UMADDL, "umull <Xd>, <Wn>, <Wm>", i -> i.is('a', 31)),
            of(UMSUBL, "umnegl <Xd>, <Wn>, <Wm>", i -> i.is('a', 31)));

    private RegisterAliases() {}

    /** AL and NV have no inverse. */
    private static boolean isInvertible(Instruction i) {
        return i.field('c') < 14;
    }
}
