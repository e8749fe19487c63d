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
            i -> hex(i.pc() + ((long) i.signedField('i') << (i.form().name().equals("ADR") ? 0 : 2))),
            OperandReader::label),
    /** Address of a 4 KiB page, pages from this one. */
    PAGE("page", i -> hex((i.pc() & -4096) + ((long) i.signedField('i') << 12)), OperandReader::page),

    IMM12("imm12", i -> "#" + hex(i.field('i')) + (i.is('h', 1) ? ", lsl #12" : ""), OperandReader::imm12),
    IMM16(
            "imm16",
            i -> "#" + hex(i.field('i')) + (i.is('h', 0) ? "" : ", lsl #" + 16 * i.field('h')),
            OperandReader::imm16),
    BITMASK(
            "bitmask",
            i -> "#" + hex(narrowed(i, BitmaskImmediate.decode(i.word() >>> 10 & 0x1fff))),
            OperandReader::bitmask),
    /** What MOVZ and MOVN leave in the register. */
    WIDE(
            "wide",
            i -> "#" + hex(narrowed(i, (long) i.field('i') << (16 * i.field('h')))),
            in -> OperandReader.wide(in, 0)),
    WIDE_INVERTED(
            "inverted",
            i -> "#" + hex(narrowed(i, ~((long) i.field('i') << (16 * i.field('h'))))),
            in -> OperandReader.wide(in, -1)),

    /** Shifted register. */
    SHIFT(
            "shift",
            i -> i.is('e', 0) && i.is('h', 0) ? "" : ", " + Names.SHIFTS.get(i.field('h')) + " #" + i.field('e'),
            OperandReader::shift),
    EXTENDED("extended", Operand::extendedRegister, OperandReader::extendedRegister),
    INDEX("index", Operand::index, OperandReader::index),

    /** Bitfields: lsb and width of those that insert and of those that extract. */
    INSERT_LSB("insertLsb", i -> "#" + (i.registerSize() - i.field('r')) % i.registerSize(), OperandReader::insertLsb),
    INSERT_WIDTH("insertWidth", i -> "#" + (i.field('s') + 1), in -> in.set('s', in.within(1, in.bits()) - 1)),
    EXTRACT_WIDTH("extractWidth", i -> "#" + (i.field('s') - i.field('r') + 1), OperandReader::extractWidth),

    CONDITION("cond", i -> Names.CONDITIONS.get(i.field('c')), in -> in.set('c', OperandReader.condition(in))),
    INVERTED_CONDITION(
            "inverse", i -> Names.CONDITIONS.get(i.field('c') ^ 1), in -> in.set('c', OperandReader.condition(in) ^ 1)),

    /** Offsets that are not shown when they are zero. */
    SCALED("scaled", i -> offset(multiple(i)), in -> OperandReader.multiple(in, in.accept(','))),
    UNSCALED("unscaled", i -> offset(i.signedField('i')), in -> in.signed('i', in.accept(',') ? in.number() : 0, 1)),
    MULTIPLE("multiple", i -> Integer.toString(multiple(i)), in -> OperandReader.multiple(in, true)),

    /** Suffixes: size of access, acquire and release. */
    BH("bh", i -> List.of("b", "h", "", "").get(i.field('z')), in -> OperandReader.size(in, "bh")),
    BHWX("bhwx", i -> List.of("b", "h", "w", "x").get(i.field('z')), in -> OperandReader.size(in, "bhwx")),
    ACQUIRE_RELEASE("AL", i -> (i.is('A', 1) ? "a" : "") + (i.is('L', 1) ? "l" : ""), OperandReader::acquireRelease),
    PAIRS("pairs", i -> pair(i, 's') + ", " + pair(i, 't'), OperandReader::pairs),

    BARRIER("domain", i -> Names.barrier(i.field('i')), in -> in.named('i', Names::barrier)),
    UNLESS_15("iOr15", i -> i.is('i', 15) ? "" : " #" + hex(i.field('i')), OperandReader::unless15),
    BTI_TARGETS(
            "bti",
            i -> List.of("", " c", " j", " jc").get(i.field('h')),
            in -> in.set('h', in.atEnd() ? 0 : 1 + in.oneOf(List.of("c", "j", "jc")))),
    PREFETCH("prfop", i -> Names.prefetch(i.field('t')), in -> in.named('t', Names::prefetch)),
    PSTATE(
            "pstate",
            i -> Names.PSTATE.getOrDefault(i.field('o'), ""),
            in -> in.named('o', field -> Names.PSTATE.getOrDefault(field, ""))),
    SYSTEM_REGISTER("sysreg", i -> SystemRegister.name(i.field('i')), OperandReader::systemRegister),
    SYSTEM_OPERATION("sysop", i -> Names.systemOperation(i.field('i')), OperandReader::systemOperation),
    CACHE_MAINTENANCE("maintenance", SystemOperation::print, SystemOperation::read);

    /** Prints one piece of an instruction. */
    interface Printer {
        String print(Instruction instruction);
    }

    /** Reads one piece of a text, and sets the fields that it stands for. */
    interface Reader {
        void read(Reading in);
    }

    private static final Map<String, Operand> BY_NAME =
            Stream.of(values()).collect(Collectors.toMap(operand -> operand.name, operand -> operand));

    private final String name;

    @SuppressWarnings("ImmutableEnumChecker") // the printers are functions of the instruction alone
    private final Printer printer;

    @SuppressWarnings("ImmutableEnumChecker") // the readers are functions of the reading alone
    private final Reader reader;

    Operand(String name, Printer printer, Reader reader) {
        this.name = name;
        this.printer = printer;
        this.reader = reader;
    }

    static Operand named(String name) {
        Operand operand = BY_NAME.get(name);
        if (operand == null) {
            throw new IllegalArgumentException("no operand <" + name + ">; there are " + BY_NAME.keySet());
        }
        return operand;
    }

    Printer printer() {
        return printer;
    }

    Reader reader() {
        return reader;
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
