package org.jftrace.arm64.a64.text;

import static org.jftrace.arm64.a64.AtomicMemory.*;
import static org.jftrace.arm64.a64.BranchesExceptionsSystem.*;
import static org.jftrace.arm64.a64.text.Alias.of;

import java.util.List;

/** Aliases of branches, system instructions and atomics. Of those that hold for a word the first is printed. */
final class OtherAliases {
    static final List<Alias> ROWS = List.of(
            of(RET, "ret", i -> i.is('n', 30)),
            of(DSB, "ssbb", i -> i.is('i', 0)),
            of(DSB, "pssbb", i -> i.is('i', 4)),
            of(SYS, "<maintenance>", SystemOperation::isNamed),
            of(SYS, "sys <sysop>", i -> i.is('t', 31)),
            of(LDADD, "stadd<AL><bh> <Rs>, [<Xn|SP>]", i -> isStore(i)),
            of(LDCLR, "stclr<AL><bh> <Rs>, [<Xn|SP>]", i -> isStore(i)),
            of(LDEOR, "steor<AL><bh> <Rs>, [<Xn|SP>]", i -> isStore(i)),
            of(LDSET, "stset<AL><bh> <Rs>, [<Xn|SP>]", i -> isStore(i)),
            of(LDSMAX, "stsmax<AL><bh> <Rs>, [<Xn|SP>]", i -> isStore(i)),
            of(LDSMIN, "stsmin<AL><bh> <Rs>, [<Xn|SP>]", i -> isStore(i)),
            of(LDUMAX, "stumax<AL><bh> <Rs>, [<Xn|SP>]", i -> isStore(i)),
            of(LDUMIN, "stumin<AL><bh> <Rs>, [<Xn|SP>]", i -> isStore(i)));

    private OtherAliases() {}

    /** An atomic whose old value goes nowhere; acquire would have no load to order. */
    private static boolean isStore(Instruction i) {
        return i.is('t', 31) && i.is('A', 0);
    }
}
