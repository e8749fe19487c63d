package org.jftrace.arm64.a64.text;

import java.util.List;
import java.util.Map;

/** The names that fields have in assembler text, by number. */
final class Names {
    static final List<String> SHIFTS = List.of("lsl", "lsr", "asr", "ror");

    static final List<String> EXTENSIONS = List.of("uxtb", "uxth", "uxtw", "uxtx", "sxtb", "sxth", "sxtw", "sxtx");

    static final List<String> CONDITIONS =
            List.of("eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le", "al", "nv");

    /** The fields of PSTATE, by op1:op2 of MSR (immediate); {@code Where} allocates no other. */
    static final Map<Integer, String> PSTATE = Map.of(
            0_03, "uao", 0_04, "pan", 0_05, "spsel", 0_31, "ssbs", 0_32, "dit", 0_34, "tco", 0_36, "daifset", 0_37,
            "daifclr");

    private static final List<String> BARRIER_DOMAINS = List.of("osh", "nsh", "ish", "");
    private static final List<String> BARRIER_ACCESSES = List.of("", "ld", "st", "sy");
    private static final List<String> PREFETCH_TYPES = List.of("pld", "pli", "pst");

    private Names() {}

    /** Shareability domain and kinds of access: CRm of DMB and DSB. */
    static String barrier(int option) {
        String domain = BARRIER_DOMAINS.get(option >> 2);
        int access = option & 3;
        if (access == 0) {
            return String.format("#0x%02x", option);
        }
        return access == 3 && !domain.isEmpty() ? domain : domain + BARRIER_ACCESSES.get(access);
    }

    /** Type, cache level and policy: Rt of PRFM. */
    static String prefetch(int operation) {
        int type = operation >> 3;
        int level = operation >> 1 & 3;
        if (type == 3 || level == 3) {
            return String.format("#0x%02x", operation);
        }
        return PREFETCH_TYPES.get(type) + "l" + (level + 1) + ((operation & 1) == 0 ? "keep" : "strm");
    }

    /** The operands of SYS: op1, CRn, CRm and op2. */
    static String systemOperation(int operation) {
        return String.format(
                "#%d, C%d, C%d, #%d", operation >> 11, operation >> 7 & 15, operation >> 3 & 15, operation & 7);
    }
}
