package org.jftrace.sim.exec.operand;

import org.jftrace.arm64.a64.Encoding;
import org.jftrace.arm64.a64.Form;
import org.jftrace.sim.cpu.Slot;

/**
 * A word, and what its fields mean to steps. Registers are given as {@link Slot}s: {@code n()} is XZR for number 31,
 * {@code nSp()} is SP.
 *
 * @param encoding says where the fields are
 * @param address of the word
 * @param word matches the encoding
 */
public record Operands(Encoding encoding, long address, int word) {
    private static final long LOW_HALF = 0xffff_ffffL;

    /** {@return the operands of a word of a form} */
    public static Operands of(Form form, long address, int word) {
        return new Operands(form.encoding(), address, word);
    }

    /** {@return a field, zero-extended} */
    public int field(char letter) {
        return encoding.field(word, letter);
    }

    /** {@return a field, sign-extended} */
    public long signed(char letter) {
        return encoding.signedField(word, letter);
    }

    /** {@return whether the operation is on X registers: sf is 1, or there is no sf and no W form} */
    public boolean is64() {
        return !encoding.has('f') || field('f') == 1;
    }

    /** {@return 64 or 32} */
    public int bits() {
        return is64() ? 64 : 32;
    }

    /** {@return a one for each bit of the result} */
    public long mask() {
        return is64() ? -1L : LOW_HALF;
    }

    /** {@return how far to shift left to bring the top bit of an operand to bit 63} */
    public int toTop() {
        return 64 - bits();
    }

    /** {@return the slot of the result Rd} */
    public int d() {
        return Slot.target(field('d'));
    }

    /** {@return the slot of the result Rd, which may be SP} */
    public int dSp() {
        return field('d');
    }

    /** {@return the slot of operand Rn} */
    public int n() {
        return Slot.source(field('n'));
    }

    /** {@return the slot of operand Rn, which may be SP} */
    public int nSp() {
        return field('n');
    }

    /** {@return the slot of operand Rm} */
    public int m() {
        return Slot.source(field('m'));
    }

    /** {@return the slot of operand Ra} */
    public int a() {
        return Slot.source(field('a'));
    }

    /** {@return the slot of Rt where it is written} */
    public int tTarget() {
        return Slot.target(field('t'));
    }

    /** {@return the slot of Rt where it is read} */
    public int tSource() {
        return Slot.source(field('t'));
    }

    /** {@return the target of a branch or literal: field i in words, from the instruction} */
    public long label() {
        return address + 4 * signed('i');
    }

    /** {@return the condition in field c, see {@link Conditions#holds}} */
    public int condition() {
        return Conditions.mask(field('c'));
    }
}
