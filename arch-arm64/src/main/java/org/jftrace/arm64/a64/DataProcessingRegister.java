package org.jftrace.arm64.a64;

import java.util.function.IntPredicate;

/** Data Processing: Register (Arm ARM C4.1). */
public enum DataProcessingRegister implements Form {
    // Data-processing (2 source)
    UDIV("f 0 0 11010110 mmmmm 000010 nnnnn ddddd", "udiv <Rd>, <Rn>, <Rm>"),
    SDIV("f 0 0 11010110 mmmmm 000011 nnnnn ddddd", "sdiv <Rd>, <Rn>, <Rm>"),
    LSLV("f 0 0 11010110 mmmmm 001000 nnnnn ddddd", "lsl <Rd>, <Rn>, <Rm>"),
    LSRV("f 0 0 11010110 mmmmm 001001 nnnnn ddddd", "lsr <Rd>, <Rn>, <Rm>"),
    ASRV("f 0 0 11010110 mmmmm 001010 nnnnn ddddd", "asr <Rd>, <Rn>, <Rm>"),
    RORV("f 0 0 11010110 mmmmm 001011 nnnnn ddddd", "ror <Rd>, <Rn>, <Rm>"),
    PACGA("1 0 0 11010110 mmmmm 001100 nnnnn ddddd", "pacga <Xd>, <Xn>, <Xm|SP>"),
    CRC32("f 0 0 11010110 mmmmm 0100 zz nnnnn ddddd", "crc32<bhwx> <Wd>, <Wn>, <Rm>", Where::crcSizeFits),
    CRC32C("f 0 0 11010110 mmmmm 0101 zz nnnnn ddddd", "crc32c<bhwx> <Wd>, <Wn>, <Rm>", Where::crcSizeFits),

    // Data-processing (1 source)
    RBIT("f 1 0 11010110 00000 000000 nnnnn ddddd", "rbit <Rd>, <Rn>"),
    REV16("f 1 0 11010110 00000 000001 nnnnn ddddd", "rev16 <Rd>, <Rn>"),
    REV_W("0 1 0 11010110 00000 000010 nnnnn ddddd", "rev <Wd>, <Wn>"),
    REV32("1 1 0 11010110 00000 000010 nnnnn ddddd", "rev32 <Xd>, <Xn>"),
    REV_X("1 1 0 11010110 00000 000011 nnnnn ddddd", "rev <Xd>, <Xn>"),
    CLZ("f 1 0 11010110 00000 000100 nnnnn ddddd", "clz <Rd>, <Rn>"),
    CLS("f 1 0 11010110 00000 000101 nnnnn ddddd", "cls <Rd>, <Rn>"),
    PACIA("1 1 0 11010110 00001 000000 nnnnn ddddd", "pacia <Xd>, <Xn|SP>"),
    PACIB("1 1 0 11010110 00001 000001 nnnnn ddddd", "pacib <Xd>, <Xn|SP>"),
    PACDA("1 1 0 11010110 00001 000010 nnnnn ddddd", "pacda <Xd>, <Xn|SP>"),
    PACDB("1 1 0 11010110 00001 000011 nnnnn ddddd", "pacdb <Xd>, <Xn|SP>"),
    AUTIA("1 1 0 11010110 00001 000100 nnnnn ddddd", "autia <Xd>, <Xn|SP>"),
    AUTIB("1 1 0 11010110 00001 000101 nnnnn ddddd", "autib <Xd>, <Xn|SP>"),
    AUTDA("1 1 0 11010110 00001 000110 nnnnn ddddd", "autda <Xd>, <Xn|SP>"),
    AUTDB("1 1 0 11010110 00001 000111 nnnnn ddddd", "autdb <Xd>, <Xn|SP>"),
    PACIZA("1 1 0 11010110 00001 001000 11111 ddddd", "paciza <Xd>"),
    PACIZB("1 1 0 11010110 00001 001001 11111 ddddd", "pacizb <Xd>"),
    PACDZA("1 1 0 11010110 00001 001010 11111 ddddd", "pacdza <Xd>"),
    PACDZB("1 1 0 11010110 00001 001011 11111 ddddd", "pacdzb <Xd>"),
    AUTIZA("1 1 0 11010110 00001 001100 11111 ddddd", "autiza <Xd>"),
    AUTIZB("1 1 0 11010110 00001 001101 11111 ddddd", "autizb <Xd>"),
    AUTDZA("1 1 0 11010110 00001 001110 11111 ddddd", "autdza <Xd>"),
    AUTDZB("1 1 0 11010110 00001 001111 11111 ddddd", "autdzb <Xd>"),
    XPACI("1 1 0 11010110 00001 010000 11111 ddddd", "xpaci <Xd>"),
    XPACD("1 1 0 11010110 00001 010001 11111 ddddd", "xpacd <Xd>"),

    // Logical (shifted register)
    AND_SHIFTED("f 00 01010 hh 0 mmmmm eeeeee nnnnn ddddd", "and <Rd>, <Rn>, <Rm><shift>", Where::amountFits),
    BIC_SHIFTED("f 00 01010 hh 1 mmmmm eeeeee nnnnn ddddd", "bic <Rd>, <Rn>, <Rm><shift>", Where::amountFits),
    ORR_SHIFTED("f 01 01010 hh 0 mmmmm eeeeee nnnnn ddddd", "orr <Rd>, <Rn>, <Rm><shift>", Where::amountFits),
    ORN_SHIFTED("f 01 01010 hh 1 mmmmm eeeeee nnnnn ddddd", "orn <Rd>, <Rn>, <Rm><shift>", Where::amountFits),
    EOR_SHIFTED("f 10 01010 hh 0 mmmmm eeeeee nnnnn ddddd", "eor <Rd>, <Rn>, <Rm><shift>", Where::amountFits),
    EON_SHIFTED("f 10 01010 hh 1 mmmmm eeeeee nnnnn ddddd", "eon <Rd>, <Rn>, <Rm><shift>", Where::amountFits),
    ANDS_SHIFTED("f 11 01010 hh 0 mmmmm eeeeee nnnnn ddddd", "ands <Rd>, <Rn>, <Rm><shift>", Where::amountFits),
    BICS_SHIFTED("f 11 01010 hh 1 mmmmm eeeeee nnnnn ddddd", "bics <Rd>, <Rn>, <Rm><shift>", Where::amountFits),

    // Add/subtract (shifted register)
    ADD_SHIFTED("f 0 0 01011 hh 0 mmmmm eeeeee nnnnn ddddd", "add <Rd>, <Rn>, <Rm><shift>", Where::shiftFits),
    ADDS_SHIFTED("f 0 1 01011 hh 0 mmmmm eeeeee nnnnn ddddd", "adds <Rd>, <Rn>, <Rm><shift>", Where::shiftFits),
    SUB_SHIFTED("f 1 0 01011 hh 0 mmmmm eeeeee nnnnn ddddd", "sub <Rd>, <Rn>, <Rm><shift>", Where::shiftFits),
    SUBS_SHIFTED("f 1 1 01011 hh 0 mmmmm eeeeee nnnnn ddddd", "subs <Rd>, <Rn>, <Rm><shift>", Where::shiftFits),

    // Add/subtract (extended register)
    ADD_EXTENDED("f 0 0 01011 00 1 mmmmm ooo eee nnnnn ddddd", "add <Rd|SP>, <Rn|SP>, <extended>", Where::extendFits),
    ADDS_EXTENDED("f 0 1 01011 00 1 mmmmm ooo eee nnnnn ddddd", "adds <Rd>, <Rn|SP>, <extended>", Where::extendFits),
    SUB_EXTENDED("f 1 0 01011 00 1 mmmmm ooo eee nnnnn ddddd", "sub <Rd|SP>, <Rn|SP>, <extended>", Where::extendFits),
    SUBS_EXTENDED("f 1 1 01011 00 1 mmmmm ooo eee nnnnn ddddd", "subs <Rd>, <Rn|SP>, <extended>", Where::extendFits),

    // Add/subtract (with carry)
    ADC("f 0 0 11010000 mmmmm 000000 nnnnn ddddd", "adc <Rd>, <Rn>, <Rm>"),
    ADCS("f 0 1 11010000 mmmmm 000000 nnnnn ddddd", "adcs <Rd>, <Rn>, <Rm>"),
    SBC("f 1 0 11010000 mmmmm 000000 nnnnn ddddd", "sbc <Rd>, <Rn>, <Rm>"),
    SBCS("f 1 1 11010000 mmmmm 000000 nnnnn ddddd", "sbcs <Rd>, <Rn>, <Rm>"),

    // Conditional compare (register, immediate)
    CCMN_REGISTER("f 0 1 11010010 mmmmm cccc 0 0 nnnnn 0 qqqq", "ccmn <Rn>, <Rm>, #<q:hex>, <cond>"),
    CCMP_REGISTER("f 1 1 11010010 mmmmm cccc 0 0 nnnnn 0 qqqq", "ccmp <Rn>, <Rm>, #<q:hex>, <cond>"),
    CCMN_IMMEDIATE("f 0 1 11010010 iiiii cccc 1 0 nnnnn 0 qqqq", "ccmn <Rn>, #<i:hex>, #<q:hex>, <cond>"),
    CCMP_IMMEDIATE("f 1 1 11010010 iiiii cccc 1 0 nnnnn 0 qqqq", "ccmp <Rn>, #<i:hex>, #<q:hex>, <cond>"),

    // Conditional select
    CSEL("f 0 0 11010100 mmmmm cccc 0 0 nnnnn ddddd", "csel <Rd>, <Rn>, <Rm>, <cond>"),
    CSINC("f 0 0 11010100 mmmmm cccc 0 1 nnnnn ddddd", "csinc <Rd>, <Rn>, <Rm>, <cond>"),
    CSINV("f 1 0 11010100 mmmmm cccc 0 0 nnnnn ddddd", "csinv <Rd>, <Rn>, <Rm>, <cond>"),
    CSNEG("f 1 0 11010100 mmmmm cccc 0 1 nnnnn ddddd", "csneg <Rd>, <Rn>, <Rm>, <cond>"),

    // Data-processing (3 source)
    MADD("f 00 11011 000 mmmmm 0 aaaaa nnnnn ddddd", "madd <Rd>, <Rn>, <Rm>, <Ra>"),
    MSUB("f 00 11011 000 mmmmm 1 aaaaa nnnnn ddddd", "msub <Rd>, <Rn>, <Rm>, <Ra>"),
    SMADDL("1 00 11011 001 mmmmm 0 aaaaa nnnnn ddddd", "smaddl <Xd>, <Wn>, <Wm>, <Xa>"),
    SMSUBL("1 00 11011 001 mmmmm 1 aaaaa nnnnn ddddd", "smsubl <Xd>, <Wn>, <Wm>, <Xa>"),
    SMULH("1 00 11011 010 mmmmm 0 xxxxx nnnnn ddddd", "smulh <Xd>, <Xn>, <Xm>"),
    UMADDL("1 00 11011 101 mmmmm 0 aaaaa nnnnn ddddd", "umaddl <Xd>, <Wn>, <Wm>, <Xa>"),
    UMSUBL("1 00 11011 101 mmmmm 1 aaaaa nnnnn ddddd", "umsubl <Xd>, <Wn>, <Wm>, <Xa>"),
    UMULH("1 00 11011 110 mmmmm 0 xxxxx nnnnn ddddd", "umulh <Xd>, <Xn>, <Xm>");

    @SuppressWarnings("ImmutableEnumChecker") // an Encoding never changes
    private final Encoding encoding;

    private final String syntax;

    DataProcessingRegister(String bits, String syntax) {
        this(bits, syntax, word -> true);
    }

    DataProcessingRegister(String bits, String syntax, IntPredicate where) {
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
