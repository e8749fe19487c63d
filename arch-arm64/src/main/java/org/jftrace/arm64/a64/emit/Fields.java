package org.jftrace.arm64.a64.emit;

import java.util.Locale;
import org.jftrace.arm64.a64.Form;

/** Builds a word of a form, field by field, and refuses what a field cannot hold. */
final class Fields {
    private final Form form;
    private int word;

    private Fields(Form form) {
        this.form = form;
        this.word = form.encoding().value();
    }

    static Fields of(Form form) {
        return new Fields(form);
    }

    int word() {
        return word;
    }

    /** Sets a field that its caller has made of what fits. */
    Fields raw(char letter, int value) {
        word = form.encoding().with(word, letter, value);
        return this;
    }

    /** The size of the operation: sf, or size where the form has that. */
    Fields size(Reg register) {
        char letter = form.encoding().has('f') ? 'f' : 'z';
        int wide = (1 << form.encoding().width(letter)) - 1;
        return raw(letter, register.bits() == 64 ? wide : wide - 1);
    }

    /** A register, 31 being the zero register; as wide as {@code size}. */
    Fields register(char letter, Reg register, Reg size) {
        requireThat(!register.isStackPointer(), register, "31 is the zero register here");
        return sized(letter, register, size);
    }

    /** A register, 31 being the stack pointer; as wide as {@code size}. */
    Fields registerOrSp(char letter, Reg register, Reg size) {
        requireThat(!register.isZero(), register, "31 is the stack pointer here");
        return sized(letter, register, size);
    }

    /** A base address: an X register or SP. */
    Fields base(Reg register) {
        return registerOrSp('n', register, Reg.SP);
    }

    private Fields sized(char letter, Reg register, Reg size) {
        requireThat(register.bits() == size.bits(), register, "a register of " + size.bits() + " bits is needed");
        return raw(letter, register.number());
    }

    /** An unsigned number of {@code unit}s. */
    Fields unsigned(char letter, long value, int unit) {
        long max = (1L << form.encoding().width(letter)) - 1;
        return ranged(letter, value, unit, 0, max);
    }

    /** A signed number of {@code unit}s. */
    Fields signed(char letter, long value, int unit) {
        long half = 1L << (form.encoding().width(letter) - 1);
        return ranged(letter, value, unit, -half, half - 1);
    }

    /** The signed distance between two addresses, in words. */
    Fields distance(long from, long to) {
        try {
            return signed('i', to - from, 4);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(String.format("from 0x%x to 0x%x: %s", from, to, e.getMessage()), e);
        }
    }

    private Fields ranged(char letter, long value, int unit, long min, long max) {
        if (value % unit != 0 || value / unit < min || value / unit > max) {
            throw new IllegalArgumentException(String.format(
                    "%s cannot encode %d: it takes %s%d to %d",
                    name(), value, unit == 1 ? "" : "multiples of " + unit + " from ", min * unit, max * unit));
        }
        return raw(letter, (int) (value / unit));
    }

    private void requireThat(boolean condition, Reg register, String why) {
        if (!condition) {
            throw new IllegalArgumentException(name() + " cannot name " + register + ": " + why);
        }
    }

    private String name() {
        return form.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
