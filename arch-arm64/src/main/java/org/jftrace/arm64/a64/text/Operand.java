package org.jftrace.arm64.a64.text;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jftrace.arm64.a64.BitmaskImmediate;

/** The operands that a syntax names, other than plain registers and numbers. */
enum Operand {
    /** Address of a branch or a literal: words from here (ADR: bytes). */
    LABEL(
            "label",
            i -> hex(i.pc() + ((long) i.signedField('i') << (i.form().name().equals("ADR") ? 0 : 2)))),
    /** Address of a 4 KiB page, pages from this one. */
    PAGE("page", i -> hex((i.pc() & -4096) + ((long) i.signedField('i') << 12))),

    IMM12("imm12", i -> "#" + hex(i.field('i')) + (i.is('h', 1) ? ", lsl #12" : "")),
    IMM16("imm16", i -> "#" + hex(i.field('i')) + (i.is('h', 0) ? "" : ", lsl #" + 16 * i.field('h'))),
    BITMASK("bitmask", i -> "#" + hex(narrowed(i, BitmaskImmediate.decode(i.word() >>> 10 & 0x1fff)))),
    /** What MOVZ and MOVN leave in the register. */
    WIDE("wide", i -> "#" + hex(narrowed(i, (long) i.field('i') << (16 * i.field('h'))))),
    WIDE_INVERTED("inverted", i -> "#" + hex(narrowed(i, ~((long) i.field('i') << (16 * i.field('h')))))),

    /** Shifted register. */
    SHIFT(
            "shift",
            i -> i.is('e', 0) && i.is('h', 0) ? "" : ", " + Names.SHIFTS.get(i.field('h')) + " #" + i.field('e')),
    EXTENDED("extended", Operand::extendedRegister),
    INDEX("index", Operand::index),

    /** Bitfields: lsb and width of those that insert and of those that extract. */
    INSERT_LSB("insertLsb", i -> "#" + (i.registerSize() - i.field('r')) % i.registerSize()),
    INSERT_WIDTH("insertWidth", i -> "#" + (i.field('s') + 1)),
    EXTRACT_WIDTH("extractWidth", i -> "#" + (i.field('s') - i.field('r') + 1)),

    CONDITION("cond", i -> Names.CONDITIONS.get(i.field('c'))),
    INVERTED_CONDITION("inverse", i -> Names.CONDITIONS.get(i.field('c') ^ 1)),

    /** Offsets that are not shown when they are zero. */
    SCALED("scaled", i -> offset(multiple(i))),
    UNSCALED("unscaled", i -> offset(i.signedField('i'))),
    MULTIPLE("multiple", i -> Integer.toString(multiple(i))),

    /** Suffixes: size of access, acquire and release. */
    BH("bh", i -> List.of("b", "h", "", "").get(i.field('z'))),
    BHWX("bhwx", i -> List.of("b", "h", "w", "x").get(i.field('z'))),
    ACQUIRE_RELEASE("AL", i -> (i.is('A', 1) ? "a" : "") + (i.is('L', 1) ? "l" : "")),
    PAIRS("pairs", i -> pair(i, 's') + ", " + pair(i, 't')),

    BARRIER("domain", i -> Names.barrier(i.field('i'))),
    UNLESS_15("iOr15", i -> i.is('i', 15) ? "" : " #" + hex(i.field('i'))),
    BTI_TARGETS("bti", i -> List.of("", " c", " j", " jc").get(i.field('h'))),
    PREFETCH("prfop", i -> Names.prefetch(i.field('t'))),
    PSTATE("pstate", i -> Names.pstate(i.field('o'))),
    SYSTEM_REGISTER("sysreg", i -> SystemRegister.name(i.field('i'))),
    SYSTEM_OPERATION("sysop", i -> Names.systemOperation(i.field('i'))),
    CACHE_MAINTENANCE("maintenance", SystemOperation::print);

    /** Prints one piece of an instruction. */
    interface Printer {
        String print(Instruction instruction);
    }

    private static final Map<String, Printer> BY_NAME =
            Stream.of(values()).collect(Collectors.toMap(operand -> operand.name, operand -> operand.printer));

    private final String name;

    @SuppressWarnings("ImmutableEnumChecker") // the printers are functions of the instruction alone
    private final Printer printer;

    Operand(String name, Printer printer) {
        this.name = name;
        this.printer = printer;
    }

    static Printer named(String name) {
        Printer printer = BY_NAME.get(name);
        if (printer == null) {
            throw new IllegalArgumentException("no operand <" + name + ">; there are " + BY_NAME.keySet());
        }
        return printer;
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    private static long narrowed(Instruction i, long value) {
        return i.registerSize() == 64 ? value : value & 0xffff_ffffL;
    }

    private static String offset(int bytes) {
        return bytes == 0 ? "" : ", #" + bytes;
    }

    /** Bytes of an offset counted in registers (pairs, signed) or in accesses (unsigned). */
    private static int multiple(Instruction i) {
        if (!i.encoding().has('u')) {
            return i.field('i') << (i.word() >>> 30);
        }
        boolean isDoubleword = i.encoding().has('z') && i.is('z', 1);
        return i.signedField('i') * (isDoubleword ? 8 : 4);
    }

    private static String pair(Instruction i, char letter) {
        int first = i.field(letter);
        int bits = i.registerSize();
        return RegisterName.of(first, bits, false) + ", " + RegisterName.of(first + 1, bits, false);
    }

    /** Only UXTX and SXTX take an X register. UXTX (of a W instruction: UXTW) beside SP is written as LSL. */
    private static String extendedRegister(Instruction i) {
        int option = i.field('o');
        String register = RegisterName.of(i.field('m'), i.is('f', 1) && (option & 3) == 3 ? 64 : 32, false);
        boolean sets = (i.word() & 1 << 29) != 0;
        boolean besideSp = i.is('n', 31) || (!sets && i.is('d', 31));
        boolean isLsl = besideSp && option == (i.is('f', 1) ? 3 : 2);
        String amount = i.is('e', 0) ? "" : " #" + i.field('e');
        if (isLsl) {
            return register + (amount.isEmpty() ? "" : ", lsl" + amount);
        }
        return register + ", " + Names.EXTENSIONS.get(option) + amount;
    }

    private static String index(Instruction i) {
        int option = i.field('o');
        String register = RegisterName.of(i.field('m'), (option & 1) == 1 ? 64 : 32, false);
        boolean isLsl = option == 3;
        if (i.is('e', 0)) {
            return register + (isLsl ? "" : ", " + Names.EXTENSIONS.get(option));
        }
        return register + ", " + (isLsl ? "lsl" : Names.EXTENSIONS.get(option)) + " #" + (i.word() >>> 30);
    }
}
