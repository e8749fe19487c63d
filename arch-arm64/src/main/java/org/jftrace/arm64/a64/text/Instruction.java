package org.jftrace.arm64.a64.text;

import org.jftrace.arm64.a64.Encoding;
import org.jftrace.arm64.a64.Form;

/** A word seen through its form, at an address. */
record Instruction(Form form, int word, long pc) {
    Encoding encoding() {
        return form.encoding();
    }

    int field(char letter) {
        return encoding().field(word, letter);
    }

    int signedField(char letter) {
        return encoding().signedField(word, letter);
    }

    boolean is(char letter, int value) {
        return field(letter) == value;
    }

    boolean same(char letter, char other) {
        return field(letter) == field(other);
    }

    /** 64 or 32: what {@code R} means in a syntax. */
    int registerSize() {
        if (encoding().has('w')) {
            return is('w', 1) ? 32 : 64;
        }
        char letter = encoding().has('f') ? 'f' : encoding().has('z') ? 'z' : 'b';
        int top = 1 << (encoding().width(letter) - 1);
        boolean wide = letter == 'z' ? field('z') == 2 * top - 1 : (field(letter) & top) != 0;
        return wide ? 64 : 32;
    }
}
