package org.jftrace.arm64.a64.text;

/** The names of the general-purpose registers. */
public final class RegisterName {
    private RegisterName() {}

    /**
     * Names a register.
     *
     * @param number 0 to 31
     * @param bits 32 or 64
     * @param isStackPointer whether 31 is the stack pointer and not the zero register
     * @return such as {@code x30}, {@code w0}, {@code wsp}, {@code xzr}
     */
    public static String of(int number, int bits, boolean isStackPointer) {
        boolean wide = bits == 64;
        if (number == 31) {
            return isStackPointer ? (wide ? "sp" : "wsp") : (wide ? "xzr" : "wzr");
        }
        return (wide ? "x" : "w") + number;
    }
}
