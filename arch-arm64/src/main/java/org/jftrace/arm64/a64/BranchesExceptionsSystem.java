package org.jftrace.arm64.a64;

import java.util.function.IntPredicate;

/** Branches, Exception Generating and System instructions (Arm ARM C4.1). */
public enum BranchesExceptionsSystem implements Form {
    // Branches
    B("0 00101 iiiiiiiiiiiiiiiiiiiiiiiiii", "b <label>"),
    BL("1 00101 iiiiiiiiiiiiiiiiiiiiiiiiii", "bl <label>"),
    B_COND("0101010 0 iiiiiiiiiiiiiiiiiii 0 cccc", "b.<cond> <label>"),
    CBZ("f 011010 0 iiiiiiiiiiiiiiiiiii ttttt", "cbz <Rt>, <label>"),
    CBNZ("f 011010 1 iiiiiiiiiiiiiiiiiii ttttt", "cbnz <Rt>, <label>"),
    TBZ("b 011011 0 bbbbb iiiiiiiiiiiiii ttttt", "tbz <Rt>, #<b>, <label>"),
    TBNZ("b 011011 1 bbbbb iiiiiiiiiiiiii ttttt", "tbnz <Rt>, #<b>, <label>"),
    BR("1101011 0000 11111 000000 nnnnn 00000", "br <Xn>"),
    BLR("1101011 0001 11111 000000 nnnnn 00000", "blr <Xn>"),
    RET("1101011 0010 11111 000000 nnnnn 00000", "ret <Xn>"),
    RETAA("1101011 0010 11111 000010 11111 11111", "retaa"),
    RETAB("1101011 0010 11111 000011 11111 11111", "retab"),

    // Exception generation
    UDF("0000000000000000 iiiiiiiiiiiiiiii", "udf #<i>"),
    SVC("11010100 000 iiiiiiiiiiiiiiii 000 01", "svc #<i:hex>"),
    HVC("11010100 000 iiiiiiiiiiiiiiii 000 10", "hvc #<i:hex>"),
    SMC("11010100 000 iiiiiiiiiiiiiiii 000 11", "smc #<i:hex>"),
    BRK("11010100 001 iiiiiiiiiiiiiiii 000 00", "brk #<i:hex>"),
    HLT("11010100 010 iiiiiiiiiiiiiiii 000 00", "hlt #<i:hex>"),

    // Barriers
    CLREX("1101010100 0 00 011 0011 iiii 010 11111", "clrex<iOr15>"),
    DSB("1101010100 0 00 011 0011 iiii 100 11111", "dsb <domain>"),
    DMB("1101010100 0 00 011 0011 iiii 101 11111", "dmb <domain>"),
    ISB("1101010100 0 00 011 0011 iiii 110 11111", "isb<iOr15>"),
    SB("1101010100 0 00 011 0011 0000 111 11111", "sb"),

    // System instructions and register moves; i is op1:CRn:CRm:op2, below o0 where a register is named
    MSR_PSTATE("1101010100 0 00 ooo 0100 iiii ooo 11111", "msr <pstate>, #<i:hex>", Where::pstateFits),
    SYS("1101010100 0 01 iiiiiiiiiiiiii ttttt", "sys <sysop>, <Xt>"),
    SYSL("1101010100 1 01 iiiiiiiiiiiiii ttttt", "sysl <Xt>, <sysop>"),
    MSR("1101010100 0 1 iiiiiiiiiiiiiii ttttt", "msr <sysreg>, <Xt>"),
    MRS("1101010100 1 1 iiiiiiiiiiiiiii ttttt", "mrs <Xt>, <sysreg>"),

    // Hints
    NOP("11010101000000110010 0000 000 11111", "nop"),
    YIELD("11010101000000110010 0000 001 11111", "yield"),
    WFE("11010101000000110010 0000 010 11111", "wfe"),
    WFI("11010101000000110010 0000 011 11111", "wfi"),
    SEV("11010101000000110010 0000 100 11111", "sev"),
    SEVL("11010101000000110010 0000 101 11111", "sevl"),
    XPACLRI("11010101000000110010 0000 111 11111", "xpaclri"),
    PACIA1716("11010101000000110010 0001 000 11111", "pacia1716"),
    PACIB1716("11010101000000110010 0001 010 11111", "pacib1716"),
    AUTIA1716("11010101000000110010 0001 100 11111", "autia1716"),
    AUTIB1716("11010101000000110010 0001 110 11111", "autib1716"),
    ESB("11010101000000110010 0010 000 11111", "esb"),
    PSB_CSYNC("11010101000000110010 0010 001 11111", "psb csync"),
    TSB_CSYNC("11010101000000110010 0010 010 11111", "tsb csync"),
    CSDB("11010101000000110010 0010 100 11111", "csdb"),
    CLRBHB("11010101000000110010 0010 110 11111", "clearbhb"),
    PACIAZ("11010101000000110010 0011 000 11111", "paciaz"),
    PACIASP("11010101000000110010 0011 001 11111", "paciasp"),
    PACIBZ("11010101000000110010 0011 010 11111", "pacibz"),
    PACIBSP("11010101000000110010 0011 011 11111", "pacibsp"),
    AUTIAZ("11010101000000110010 0011 100 11111", "autiaz"),
    AUTIASP("11010101000000110010 0011 101 11111", "autiasp"),
    AUTIBZ("11010101000000110010 0011 110 11111", "autibz"),
    AUTIBSP("11010101000000110010 0011 111 11111", "autibsp"),
    BTI("11010101000000110010 0100 hh0 11111", "bti<bti>"),
    HINT("11010101000000110010 iiii iii 11111", "hint #<i:hex>", Where::hintHasNoName);

    @SuppressWarnings("ImmutableEnumChecker") // an Encoding never changes
    private final Encoding encoding;

    private final String syntax;

    BranchesExceptionsSystem(String bits, String syntax) {
        this(bits, syntax, word -> true);
    }

    BranchesExceptionsSystem(String bits, String syntax, IntPredicate where) {
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
