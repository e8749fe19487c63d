package org.jftrace.arm64.a64.emit;

import java.util.stream.Stream;
import org.jftrace.arm64.a64.text.RegisterName;

/**
 * The general-purpose registers. Number 31 means the zero register to most instructions and the stack pointer to some;
 * here they are different registers, and an encoder refuses the one that its instruction cannot name.
 */
public enum Reg {
    X0(64, 0),
    X1(64, 1),
    X2(64, 2),
    X3(64, 3),
    X4(64, 4),
    X5(64, 5),
    X6(64, 6),
    X7(64, 7),
    X8(64, 8),
    X9(64, 9),
    X10(64, 10),
    X11(64, 11),
    X12(64, 12),
    X13(64, 13),
    X14(64, 14),
    X15(64, 15),
    X16(64, 16),
    X17(64, 17),
    X18(64, 18),
    X19(64, 19),
    X20(64, 20),
    X21(64, 21),
    X22(64, 22),
    X23(64, 23),
    X24(64, 24),
    X25(64, 25),
    X26(64, 26),
    X27(64, 27),
    X28(64, 28),
    X29(64, 29),
    X30(64, 30),
    XZR(64, 31),
    W0(32, 0),
    W1(32, 1),
    W2(32, 2),
    W3(32, 3),
    W4(32, 4),
    W5(32, 5),
    W6(32, 6),
    W7(32, 7),
    W8(32, 8),
    W9(32, 9),
    W10(32, 10),
    W11(32, 11),
    W12(32, 12),
    W13(32, 13),
    W14(32, 14),
    W15(32, 15),
    W16(32, 16),
    W17(32, 17),
    W18(32, 18),
    W19(32, 19),
    W20(32, 20),
    W21(32, 21),
    W22(32, 22),
    W23(32, 23),
    W24(32, 24),
    W25(32, 25),
    W26(32, 26),
    W27(32, 27),
    W28(32, 28),
    W29(32, 29),
    W30(32, 30),
    WZR(32, 31),
    /** The stack pointer. */
    SP(64, 31),
    /** The lower half of the stack pointer. */
    WSP(32, 31);

    /** The frame pointer of the procedure call standard. */
    public static final Reg FP = X29;

    /** The link register, where BL leaves the return address. */
    public static final Reg LR = X30;

    private final int bits;
    private final int number;

    Reg(int bits, int number) {
        this.bits = bits;
        this.number = number;
    }

    /**
     * Finds a 64-bit register by number.
     *
     * @param number 0 to 30
     * @return X0 to X30
     */
    public static Reg x(int number) {
        if (number < 0 || number > 30) {
            throw new IllegalArgumentException("register X" + number + " is not in X0..X30");
        }
        return find(64, number, false);
    }

    /** {@return the number in an instruction, 0 to 31} */
    public int number() {
        return number;
    }

    /** {@return 64 or 32} */
    public int bits() {
        return bits;
    }

    /** {@return whether this is SP or WSP} */
    public boolean isStackPointer() {
        return this == SP || this == WSP;
    }

    /** {@return whether this is XZR or WZR} */
    public boolean isZero() {
        return number == 31 && !isStackPointer();
    }

    /** {@return the lower half of an X register; a W register itself} */
    public Reg w() {
        return find(32, number, isStackPointer());
    }

    private static Reg find(int bits, int number, boolean isStackPointer) {
        return Stream.of(values())
                .filter(reg -> reg.bits == bits && reg.number == number && reg.isStackPointer() == isStackPointer)
                .findFirst()
                .orElseThrow();
    }

    /** {@return the name in assembler text} */
    @Override
    public String toString() {
        return RegisterName.of(number, bits, isStackPointer());
    }
}
