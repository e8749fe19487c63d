package org.jftrace.arm64.a64.emit;

import org.jftrace.arm64.a64.BranchesExceptionsSystem;
import org.jftrace.arm64.a64.Form;
import org.jftrace.arm64.a64.text.SystemRegister;

/** Hints, barriers, exception generation, system registers. */
public final class SystemInstructions {
    /** {@code NOP}. */
    public static final int NOP = BranchesExceptionsSystem.NOP.encoding().value();

    /** {@code BTI c}: where BLR, and BR by x16 or x17, may land. */
    public static final int BTI_C = bti(1);

    /** {@code BTI j}: where BR may land. */
    public static final int BTI_J = bti(2);

    /** {@code BTI jc}: where BR and BLR may land. */
    public static final int BTI_JC = bti(3);

    /** {@code PACIASP}: signs LR with SP; a landing pad of BLR, too. */
    public static final int PACIASP =
            BranchesExceptionsSystem.PACIASP.encoding().value();

    /** {@code AUTIASP}: checks LR signed by PACIASP. */
    public static final int AUTIASP =
            BranchesExceptionsSystem.AUTIASP.encoding().value();

    /** {@code ISB}: a context synchronisation event. */
    public static final int ISB = barrier(BranchesExceptionsSystem.ISB, Barrier.SY);

    private SystemInstructions() {}

    /** Shareability and kind of a barrier, in the order of their numbers from 1 (Arm ARM C6.2, DMB). */
    public enum Barrier {
        /** Outer shareable, loads before loads and stores. */
        OSHLD(1),
        /** Outer shareable, stores before stores. */
        OSHST(2),
        /** Outer shareable, all. */
        OSH(3),
        /** Non-shareable, loads before loads and stores. */
        NSHLD(5),
        /** Non-shareable, stores before stores. */
        NSHST(6),
        /** Non-shareable, all. */
        NSH(7),
        /** Inner shareable, loads before loads and stores. */
        ISHLD(9),
        /** Inner shareable, stores before stores. */
        ISHST(10),
        /** Inner shareable, all. */
        ISH(11),
        /** Full system, loads before loads and stores. */
        LD(13),
        /** Full system, stores before stores. */
        ST(14),
        /** Full system, all. */
        SY(15);

        private final int number;

        Barrier(int number) {
            this.number = number;
        }
    }

    /** {@return {@code DMB barrier}: orders memory accesses} */
    public static int dmb(Barrier barrier) {
        return barrier(BranchesExceptionsSystem.DMB, barrier);
    }

    /** {@return {@code DSB barrier}: waits until memory accesses are done} */
    public static int dsb(Barrier barrier) {
        return barrier(BranchesExceptionsSystem.DSB, barrier);
    }

    /** {@return {@code SVC #number}: 0 to 65535} */
    public static int svc(int number) {
        return exception(BranchesExceptionsSystem.SVC, number);
    }

    /** {@return {@code BRK #number}: 0 to 65535} */
    public static int brk(int number) {
        return exception(BranchesExceptionsSystem.BRK, number);
    }

    /** {@return {@code HLT #number}: 0 to 65535} */
    public static int hlt(int number) {
        return exception(BranchesExceptionsSystem.HLT, number);
    }

    /** {@return {@code MRS t, register}} */
    public static int mrs(Reg t, SystemRegister register) {
        return move(BranchesExceptionsSystem.MRS, t, register);
    }

    /** {@return {@code MSR register, t}} */
    public static int msr(SystemRegister register, Reg t) {
        return move(BranchesExceptionsSystem.MSR, t, register);
    }

    private static int bti(int targets) {
        return Fields.of(BranchesExceptionsSystem.BTI).raw('h', targets).word();
    }

    private static int barrier(Form form, Barrier barrier) {
        return Fields.of(form).raw('i', barrier.number).word();
    }

    private static int exception(Form form, int number) {
        return Fields.of(form).unsigned('i', number, 1).word();
    }

    private static int move(Form form, Reg t, SystemRegister register) {
        return Fields.of(form)
                .register('t', t, Reg.XZR)
                .raw('i', register.encoding())
                .word();
    }
}
