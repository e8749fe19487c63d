package org.jftrace.arm64.a64.text;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The system registers that user code reads, and those that a kernel's entry code uses: op0, op1, CRn, CRm, op2. */
public enum SystemRegister {
    MIDR_EL1(3, 0, 0, 0, 0),
    MPIDR_EL1(3, 0, 0, 0, 5),
    REVIDR_EL1(3, 0, 0, 0, 6),
    ID_AA64PFR0_EL1(3, 0, 0, 4, 0),
    ID_AA64PFR1_EL1(3, 0, 0, 4, 1),
    ID_AA64DFR0_EL1(3, 0, 0, 5, 0),
    ID_AA64ISAR0_EL1(3, 0, 0, 6, 0),
    ID_AA64ISAR1_EL1(3, 0, 0, 6, 1),
    ID_AA64ISAR2_EL1(3, 0, 0, 6, 2),
    ID_AA64MMFR0_EL1(3, 0, 0, 7, 0),
    ID_AA64MMFR1_EL1(3, 0, 0, 7, 1),
    ID_AA64MMFR2_EL1(3, 0, 0, 7, 2),
    SCTLR_EL1(3, 0, 1, 0, 0),
    TTBR0_EL1(3, 0, 2, 0, 0),
    TTBR1_EL1(3, 0, 2, 0, 1),
    TCR_EL1(3, 0, 2, 0, 2),
    SPSR_EL1(3, 0, 4, 0, 0),
    ELR_EL1(3, 0, 4, 0, 1),
    SP_EL0(3, 0, 4, 1, 0),
    SPSEL(3, 0, 4, 2, 0),
    CURRENTEL(3, 0, 4, 2, 2),
    PAN(3, 0, 4, 2, 3),
    UAO(3, 0, 4, 2, 4),
    ESR_EL1(3, 0, 5, 2, 0),
    FAR_EL1(3, 0, 6, 0, 0),
    VBAR_EL1(3, 0, 12, 0, 0),
    CONTEXTIDR_EL1(3, 0, 13, 0, 1),
    TPIDR_EL1(3, 0, 13, 0, 4),
    CTR_EL0(3, 3, 0, 0, 1),
    DCZID_EL0(3, 3, 0, 0, 7),
    RNDR(3, 3, 2, 4, 0),
    RNDRRS(3, 3, 2, 4, 1),
    NZCV(3, 3, 4, 2, 0),
    DAIF(3, 3, 4, 2, 1),
    DIT(3, 3, 4, 2, 5),
    SSBS(3, 3, 4, 2, 6),
    TCO(3, 3, 4, 2, 7),
    FPCR(3, 3, 4, 4, 0),
    FPSR(3, 3, 4, 4, 1),
    PMCR_EL0(3, 3, 9, 12, 0),
    PMCCNTR_EL0(3, 3, 9, 13, 0),
    PMUSERENR_EL0(3, 3, 9, 14, 0),
    TPIDR_EL0(3, 3, 13, 0, 2),
    TPIDRRO_EL0(3, 3, 13, 0, 3),
    TPIDR2_EL0(3, 3, 13, 0, 5),
    SCXTNUM_EL0(3, 3, 13, 0, 7),
    CNTFRQ_EL0(3, 3, 14, 0, 0),
    CNTPCT_EL0(3, 3, 14, 0, 1),
    CNTVCT_EL0(3, 3, 14, 0, 2),
    CNTPCTSS_EL0(3, 3, 14, 0, 5),
    CNTVCTSS_EL0(3, 3, 14, 0, 6),
    CNTV_CTL_EL0(3, 3, 14, 3, 1),
    CNTV_CVAL_EL0(3, 3, 14, 3, 2);

    private static final Map<Integer, SystemRegister> BY_ENCODING =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(SystemRegister::encoding, Function.identity()));

    private final int encoding;

    SystemRegister(int op0, int op1, int crn, int crm, int op2) {
        this.encoding = (op0 - 2) << 14 | op1 << 11 | crn << 7 | crm << 3 | op2;
    }

    /** {@return field {@code i} of MRS and MSR: o0:op1:CRn:CRm:op2, where op0 is 2 + o0} */
    public int encoding() {
        return encoding;
    }

    /** {@return the name in lower case, or the generic {@code s3_3_c13_c0_2} of a register that is not listed here} */
    public static String name(int encoding) {
        SystemRegister known = BY_ENCODING.get(encoding);
        if (known != null) {
            return known.name().toLowerCase(Locale.ROOT);
        }
        return String.format(
                "s%d_%d_c%d_c%d_%d",
                2 + (encoding >> 14), encoding >> 11 & 7, encoding >> 7 & 15, encoding >> 3 & 15, encoding & 7);
    }
}
