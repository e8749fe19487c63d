package org.jftrace.arm64.a64.text;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import org.jftrace.arm64.a64.Encoding;
import org.jftrace.arm64.a64.Form;
import org.jspecify.annotations.Nullable;

/** A text that is being read as an instruction of one form: how far, and the word as far as its fields are known. */
final class Reading {
    private static final Map<String, Register> PLAIN = registers(false);
    private static final Map<String, Register> WITH_STACK_POINTER = registers(true);

    private final String text;
    private final String lower;
    private final Form form;
    private final long pc;
    private final ToLongFunction<String> symbols;
    private final BitSet mentioned = new BitSet();
    private int word;
    private int at;
    private int bits;
    private boolean isNarrow;
    private @Nullable String outOfRange;

    private record Register(int number, int bits) {}

    /** The text is none of this form, as far as it has been looked at. */
    static final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** How much of the text had been read: the spelling that reads furthest is the one that was meant. */
        final int at;

        Mismatch(int at, String message) {
            super(message, null, false, false);
            this.at = at;
        }
    }

    Reading(String text, Form form, long pc, ToLongFunction<String> symbols) {
        this.text = text;
        this.lower = text.toLowerCase(Locale.ROOT);
        this.form = form;
        this.pc = pc;
        this.symbols = symbols;
        this.word = form.encoding().value();
    }

    private static Map<String, Register> registers(boolean isStackPointer) {
        Map<String, Register> registers = new HashMap<>();
        for (int size : new int[] {32, 64}) {
            for (int number = 0; number < 32; number++) {
                registers.put(RegisterName.of(number, size, isStackPointer), new Register(number, size));
            }
        }
        registers.put("lr", new Register(30, 64));
        return registers;
    }

    Mismatch mismatch(String message) {
        return new Mismatch(at, message);
    }

    /** A name that has just been read is not one that could stand there. */
    Mismatch unknown(String name, String message) {
        return new Mismatch(at - name.length(), message);
    }

    /** Whether the text has set a field, so that it is not free for whatever the spelling wants in it. */
    boolean mentions(char letter) {
        return mentioned.get(letter);
    }

    /** What R means, once a register has been read; 64 before. */
    int bits() {
        return bits == 0 ? 64 : bits;
    }

    void set(char letter, int value) {
        word = form.encoding().with(word, letter, value);
        mentioned.set(letter);
    }

    int field(char letter) {
        return form.encoding().field(word, letter);
    }

    /** Reads literal text: blanks are free beside punctuation, and {@code #} need not be there. */
    void literal(String expected) {
        for (int i = 0; i < expected.length(); i++) {
            char c = expected.charAt(i);
            if (c == ' ') {
                separate();
            } else if (isWordAt(expected, i) || c == '.') {
                character(c);
            } else if (!accept(c) && c != '#') {
                throw mismatch("expected '" + c + "'");
            }
        }
    }

    private void character(char c) {
        if (at == lower.length() || lower.charAt(at) != c) {
            throw mismatch("expected '" + c + "'");
        }
        at++;
    }

    /** Skips blanks; between two words there has to be one. */
    void separate() {
        int before = at;
        skipBlanks();
        if (at == before && at > 0 && isWordAt(lower, at - 1) && isWordAt(lower, at)) {
            throw mismatch("expected a blank");
        }
    }

    private void skipBlanks() {
        while (at < lower.length() && Character.isWhitespace(lower.charAt(at))) {
            at++;
        }
    }

    private static boolean isWordAt(String text, int index) {
        return index < text.length() && (Character.isLetterOrDigit(text.charAt(index)) || text.charAt(index) == '_');
    }

    /** Reads a character if it is the next, blanks aside. */
    boolean accept(char c) {
        if (!isNext(c)) {
            return false;
        }
        at = lower.indexOf(c, at) + 1;
        return true;
    }

    boolean isNext(char c) {
        return lower.substring(at).stripLeading().indexOf(c) == 0;
    }

    /** Reads one of a few letters that follow at once. */
    int suffix(String letters) {
        int found = at < lower.length() ? letters.indexOf(lower.charAt(at)) : -1;
        at += found < 0 ? 0 : 1;
        return found;
    }

    boolean atEnd() {
        return lower.substring(at).isBlank();
    }

    void end() {
        if (!atEnd()) {
            throw mismatch("does not go on with '" + text.substring(at).strip() + "'");
        }
        if (outOfRange != null) {
            throw new Mismatch(text.length() + 1, outOfRange);
        }
    }

    String name() {
        separate();
        int start = at;
        while (isWordAt(lower, at)) {
            at++;
        }
        if (at == start) {
            throw mismatch("expected a name");
        }
        return lower.substring(start, at);
    }

    int oneOf(List<String> names) {
        String name = name();
        int index = names.indexOf(name);
        if (index < 0) {
            throw unknown(name, name + " is none of " + names);
        }
        return index;
    }

    /** Reads the name of a value of a field, or the value itself. */
    void named(char letter, IntFunction<String> names) {
        int values = 1 << form.encoding().width(letter);
        if (isNumber()) {
            set(letter, within(0, values - 1));
            return;
        }
        String name = name();
        for (int value = 0; value < values; value++) {
            if (names.apply(value).equals(name)) {
                set(letter, value);
                return;
            }
        }
        throw unknown(name, "there is no " + name);
    }

    private boolean isNumber() {
        String rest = lower.substring(at).strip();
        return !rest.isEmpty() && "#-0123456789".indexOf(rest.charAt(0)) >= 0;
    }

    long number() {
        accept('#');
        boolean negative = accept('-');
        skipBlanks();
        int start = at;
        while (isWordAt(lower, at)) {
            at++;
        }
        String digits = lower.substring(start, at);
        try {
            long value = digits.startsWith("0x")
                    ? Long.parseUnsignedLong(digits.substring(2), 16)
                    : Long.parseUnsignedLong(digits);
            return negative ? -value : value;
        } catch (NumberFormatException e) {
            throw mismatch("expected a number" + (digits.isEmpty() ? "" : ", not " + digits));
        }
    }

    int within(long least, long most) {
        return (int) checked(number(), least, most, 1);
    }

    /** What is out of range fails at the end, so that of several spellings that have ranges the one is meant that fits. */
    private long checked(long value, long least, long most, int unit) {
        if (value >= least && value <= most && value % unit == 0) {
            return value;
        }
        if (outOfRange == null) {
            outOfRange = value + " is not in " + least + ".." + most + (unit == 1 ? "" : ", multiples of " + unit);
        }
        return Math.max(least, 0);
    }

    /** A signed field that counts units. */
    void signed(char letter, long value, int unit) {
        long end = (long) unit << (form.encoding().width(letter) - 1);
        set(letter, (int) (checked(value, -end, end - unit, unit) / unit));
    }

    /** An unsigned field that counts units; one that counts bits of a register counts those that it has. */
    void unsigned(char letter, long value, int unit) {
        long end = (long) unit << form.encoding().width(letter);
        long most = "rsbe".indexOf(letter) >= 0 ? Math.min(end - unit, bits() - 1) : end - unit;
        set(letter, (int) (checked(value, 0, most, unit) / unit));
    }

    /** An address, as a number or by name. */
    long address() {
        if (isNumber()) {
            return number();
        }
        int start = at + lower.substring(at).indexOf(lower.substring(at).strip());
        name();
        return symbols.applyAsLong(text.substring(start, at));
    }

    long pc() {
        return pc;
    }

    Form form() {
        return form;
    }

    int word() {
        return word;
    }

    /** Reads a register; of a size of 0 it is R, which is the same in all of an instruction. */
    void register(char letter, int size, boolean isStackPointer) {
        set(letter, register(size, isStackPointer));
    }

    int register(int size, boolean isStackPointer) {
        Register register = register(isStackPointer ? WITH_STACK_POINTER : PLAIN);
        int wanted = size == 0 ? bits : size;
        if (wanted != 0 && register.bits != wanted) {
            throw mismatch("this takes a register of " + wanted + " bits, not of " + register.bits);
        }
        if (size == 0) {
            sized(register.bits);
        }
        return register.number;
    }

    /** Reads a register of any size, and tells it. */
    int anyRegister(char letter) {
        Register register = register(PLAIN);
        set(letter, register.number);
        return register.bits;
    }

    private Register register(Map<String, Register> names) {
        String name = name();
        Register register = names.get(name);
        if (register == null) {
            throw unknown(name, name + " is no register here");
        }
        return register;
    }

    /** A byte or a halfword is accessed, so z is not what tells the size of the register. */
    void narrow(int size) {
        set('z', size);
        isNarrow = true;
    }

    private void sized(int size) {
        bits = size;
        Encoding encoding = form.encoding();
        boolean isNarrowAccess = isNarrow && !encoding.has('f');
        if (isNarrowAccess && size == 64) {
            throw mismatch("a byte or a halfword goes to a W register");
        }
        if (encoding.has('w')) {
            set('w', size == 32 ? 1 : 0);
        } else if (encoding.has('f')) {
            set('f', size == 64 ? 1 : 0);
        } else if (encoding.has('z') && !isNarrowAccess) {
            set('z', (1 << encoding.width('z')) - (size == 64 ? 1 : 2));
        }
    }
}
