package org.jftrace.arm64.a64.text;

import static org.jftrace.arm64.a64.AtomicMemory.*;
import static org.jftrace.arm64.a64.BranchesExceptionsSystem.*;
import static org.jftrace.arm64.a64.text.Alias.alias;

import java.util.List;

/** Aliases of branches, system instructions and atomics. Of those that hold for a word the first is printed. */
final class OtherAliases {
    static final List<Alias> ROWS = List.of(
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

    private OtherAliases() {}

    /** An atomic whose old value goes nowhere; acquire would have no load to order. */
    private static boolean isStore(Instruction i) {
        return i.is('t', 31) && i.is('A', 0);
    }
}
