package org.jftrace.arm64.a64.text;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jftrace.arm64.a64.BitmaskImmediate;

/** Reads what the printers of {@link Operand} make, and what GNU as takes for the same. */
final class OperandReader {
    private static final Pattern SYSTEM_REGISTER = Pattern.compile("s([23])_([0-7])_c(1?\\d)_c(1?\\d)_([0-7])");
    private static final List<String> OTHER_CONDITIONS = List.of("hs", "lo");
    private static final int CS = 2;
    private static final int UXTW = 2;
    private static final int UXTX = 3;

    private OperandReader() {}

    static void label(Reading in) {
        long address = in.address();
        in.signed('i', address - in.pc(), in.form().name().equals("ADR") ? 1 : 4);
    }

    /** The page that an address lies in. */
    static void page(Reading in) {
        long address = in.address();
        in.signed('i', (address & -4096) - (in.pc() & -4096), 4096);
    }

    static void imm12(Reading in) {
        long value = in.number();
        if (in.accept(',')) {
            in.literal(" lsl #");
            in.unsigned('i', value, 1);
            in.set('h', shiftedBy(in, 12));
        } else if (value >>> 12 != 0 && value % 4096 == 0) {
            in.unsigned('i', value, 4096);
            in.set('h', 1);
        } else {
            in.unsigned('i', value, 1);
            in.set('h', 0);
        }
    }

    private static int shiftedBy(Reading in, int unit) {
        in.unsigned('h', in.number(), unit);
        return in.field('h');
    }

    static void imm16(Reading in) {
        in.unsigned('i', in.number(), 1);
        in.set('h', 0);
        if (in.accept(',')) {
            in.literal(" lsl #");
            shiftedBy(in, 16);
        }
    }

    static void bitmask(Reading in) {
        long value = in.number();
        OptionalInt found = in.bits() == 64
                ? BitmaskImmediate.encode(value)
                : fitsWord(value) ? BitmaskImmediate.encode32((int) value) : OptionalInt.empty();
        if (found.isEmpty()) {
            throw in.mismatch(
                    "0x" + Long.toHexString(value) + " is no repeated run of ones of " + in.bits() + " bits at most");
        }
        in.set('N', found.getAsInt() >> 12);
        in.set('r', found.getAsInt() >> 6 & 63);
        in.set('s', found.getAsInt() & 63);
    }

    private static boolean fitsWord(long value) {
        return value >>> 32 == 0 || value == (int) value;
    }

    /** One halfword, and all others as the background: 0, or -1. */
    static void wide(Reading in, long background) {
        long value = in.number();
        long mask = in.bits() == 64 ? -1 : 0xffff_ffffL;
        long different = (value ^ background) & mask;
        for (int half = 0; half < in.bits() / 16; half++) {
            if ((different & ~(0xffffL << (16 * half))) == 0 && (in.bits() == 64 || fitsWord(value))) {
                in.set('i', (int) (different >>> (16 * half)));
                in.set('h', half);
                return;
            }
        }
        throw in.mismatch("0x" + Long.toHexString(value) + " is more than one halfword");
    }

    static void shift(Reading in) {
        in.set('h', 0);
        in.set('e', 0);
        if (in.accept(',')) {
            in.set('h', in.oneOf(Names.SHIFTS));
            in.unsigned('e', in.number(), 1);
        }
    }

    /** A W register, or an X register that is not extended from less. Beside SP plain is the extension from all of it. */
    static void extendedRegister(Reading in) {
        boolean isWide = in.bits() == 64;
        boolean sets = (in.word() & 1 << 29) != 0;
        boolean besideSp = in.field('n') == 31 || (!sets && in.field('d') == 31);
        int plain = isWide ? UXTX : UXTW;
        int size = in.anyRegister('m');
        int option = plain;
        int amount = 0;
        if (in.accept(',')) {
            option = extension(in, besideSp ? plain : -1);
            amount = in.atEnd() ? 0 : in.within(0, 4);
        } else if (!besideSp) {
            throw in.mismatch("expected an extension");
        }
        requireSize(in, size, isWide && (option & 3) == UXTX ? 64 : 32);
        in.set('o', option);
        in.set('e', amount);
    }

    private static int extension(Reading in, int ofLsl) {
        String name = in.name();
        int option = name.equals("lsl") ? ofLsl : Names.EXTENSIONS.indexOf(name);
        if (option < 0) {
            throw in.unknown(name, name + " is none of " + Names.EXTENSIONS);
        }
        return option;
    }

    private static void requireSize(Reading in, int size, int wanted) {
        if (size != wanted) {
            throw in.mismatch("this takes a register of " + wanted + " bits, not of " + size);
        }
    }

    /** Shifted by the size of the access, or not at all. */
    static void index(Reading in) {
        int scale = in.word() >>> 30;
        int size = in.anyRegister('m');
        int option = UXTX;
        in.set('e', 0);
        if (in.accept(',')) {
            option = extension(in, UXTX);
            if (!in.isNext(']')) {
                int amount = in.within(0, scale);
                if (amount != 0 && amount != scale) {
                    throw in.mismatch(amount + " is neither 0 nor " + scale);
                }
                in.set('e', amount == scale ? 1 : 0);
            }
        }
        requireSize(in, size, (option & 1) == 1 ? 64 : 32);
        in.set('o', option);
    }

    static void insertLsb(Reading in) {
        int lsb = in.within(0, in.bits() - 1);
        in.set('r', (in.bits() - lsb) % in.bits());
    }

    static void extractWidth(Reading in) {
        int lsb = in.field('r');
        in.set('s', lsb + in.within(1, in.bits() - lsb) - 1);
    }

    static int condition(Reading in) {
        String name = in.name();
        int other = OTHER_CONDITIONS.indexOf(name);
        int condition = other >= 0 ? CS + other : Names.CONDITIONS.indexOf(name);
        if (condition < 0) {
            throw in.unknown(name, name + " is none of " + Names.CONDITIONS);
        }
        return condition;
    }

    /** Offsets that count registers (pairs, signed) or accesses (unsigned); nothing is 0. */
    static void multiple(Reading in, boolean isThere) {
        long value = isThere ? in.number() : 0;
        if (in.form().encoding().has('u')) {
            boolean isDoubleword = in.form().encoding().has('z') && in.field('z') == 1;
            in.signed('i', value, isDoubleword ? 8 : 4);
        } else {
            in.unsigned('i', value, 1 << (in.word() >>> 30));
        }
    }

    /** Without a suffix the register tells the size. */
    static void size(Reading in, String suffixes) {
        int size = in.suffix(suffixes);
        if (size >= 0) {
            in.narrow(size);
        }
    }

    static void acquireRelease(Reading in) {
        in.set('A', in.suffix("a") + 1);
        in.set('L', in.suffix("l") + 1);
    }

    static void pairs(Reading in) {
        pair(in, 's');
        in.literal(", ");
        pair(in, 't');
    }

    private static void pair(Reading in, char letter) {
        in.register(letter, 0, false);
        in.literal(", ");
        if (in.register(0, false) != in.field(letter) + 1) {
            throw in.mismatch("a pair is an even register and the next");
        }
    }

    static void unless15(Reading in) {
        in.separate();
        in.set('i', in.atEnd() ? 15 : in.within(0, 15));
    }

    static void systemRegister(Reading in) {
        String name = in.name();
        for (SystemRegister register : SystemRegister.values()) {
            if (register.name().toLowerCase(Locale.ROOT).equals(name)) {
                in.set('i', register.encoding());
                return;
            }
        }
        Matcher matcher = SYSTEM_REGISTER.matcher(name);
        if (!matcher.matches() || number(matcher, 3) > 15 || number(matcher, 4) > 15) {
            throw in.unknown(name, "no system register " + name);
        }
        in.set('i', (number(matcher, 1) - 2) << 14 | number(matcher, 2) << 11 | joined(matcher));
    }

    private static int joined(Matcher matcher) {
        return number(matcher, 3) << 7 | number(matcher, 4) << 3 | number(matcher, 5);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    static void systemOperation(Reading in) {
        int op1 = in.within(0, 7);
        in.literal(", c");
        int crn = in.within(0, 15);
        in.literal(", c");
        int crm = in.within(0, 15);
        in.literal(", ");
        in.set('i', op1 << 11 | crn << 7 | crm << 3 | in.within(0, 7));
    }
}
