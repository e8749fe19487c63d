package org.jftrace.arm64.a64.emit;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jftrace.arm64.a64.emit.SystemInstructions.Barrier;
import org.jftrace.arm64.a64.text.SystemRegister;

/**
 * Encodes assembler text with our encoders. The shape of a text is the text with {@code R} for a register, {@code #} for a
 * number, {@code L} for an address, {@code C} for a condition.
 */
final class Reemitter {
    private static final Pattern OPERAND = Pattern.compile(
            "(?<register>\\b(?:[wx](?:\\d+|zr)|w?sp)\\b)|(?<number>#-?(?:0x)?[0-9a-f]+)|(?<label>\\b0x[0-9a-f]+$)"
                    + "|(?<condition>(?<=^b\\.|, )(?:eq|ne|cs|cc|mi|pl|vs|vc|hi|ls|ge|lt|gt|le|al|nv)\\b)");

    private static final Map<String, ToIntFunction<Reemitter>> SHAPES = Map.ofEntries(
            entry("b L", i -> Branches.b(i.pc, i.number(0))),
            entry("bl L", i -> Branches.bl(i.pc, i.number(0))),
            entry("b.C L", i -> Branches.b(i.condition(), i.pc, i.number(0))),
            entry("cbz R, L", i -> Branches.cbz(i.reg(0), i.pc, i.number(0))),
            entry("cbnz R, L", i -> Branches.cbnz(i.reg(0), i.pc, i.number(0))),
            entry("tbz R, #, L", i -> Branches.tbz(i.reg(0), i.small(0), i.pc, i.number(1))),
            entry("tbnz R, #, L", i -> Branches.tbnz(i.reg(0), i.small(0), i.pc, i.number(1))),
            entry("br R", i -> Branches.br(i.reg(0))),
            entry("blr R", i -> Branches.blr(i.reg(0))),
            entry("ret", i -> Branches.ret()),
            entry("ret R", i -> Branches.ret(i.reg(0))),
            entry("adr R, L", i -> Addresses.adr(i.reg(0), i.pc, i.number(0))),
            entry("adrp R, L", i -> Addresses.adrp(i.reg(0), i.pc, i.number(0))),
            entry("add R, R, #", i -> Arithmetic.add(i.reg(0), i.reg(1), i.small(0))),
            entry("sub R, R, #", i -> Arithmetic.sub(i.reg(0), i.reg(1), i.small(0))),
            entry("add R, R, #, lsl #", i -> Arithmetic.add(i.reg(0), i.reg(1), i.small(0) << i.small(1))),
            entry("sub R, R, #, lsl #", i -> Arithmetic.sub(i.reg(0), i.reg(1), i.small(0) << i.small(1))),
            entry("cmp R, #", i -> Arithmetic.cmp(i.reg(0), i.small(0))),
            entry("cmp R, #, lsl #", i -> Arithmetic.cmp(i.reg(0), i.small(0) << i.small(1))),
            entry("add R, R, R", i -> Arithmetic.add(i.reg(0), i.reg(1), i.reg(2))),
            entry("sub R, R, R", i -> Arithmetic.sub(i.reg(0), i.reg(1), i.reg(2))),
            entry("cmp R, R", i -> Arithmetic.cmp(i.reg(0), i.reg(1))),
            entry("and R, R, #", i -> Arithmetic.and(i.reg(0), i.reg(1), i.number(0))),
            entry("tst R, #", i -> Arithmetic.tst(i.reg(0), i.number(0))),
            entry("csel R, R, R, C", i -> Arithmetic.csel(i.reg(0), i.reg(1), i.reg(2), i.condition())),
            entry("mov R, R", i -> Moves.mov(i.reg(0), i.reg(1))),
            entry("movz R, #, lsl #", i -> Moves.movz(i.reg(0), i.small(0), i.small(1))),
            entry("movn R, #, lsl #", i -> Moves.movn(i.reg(0), i.small(0), i.small(1))),
            entry("movk R, #, lsl #", i -> Moves.movk(i.reg(0), i.small(0), i.small(1))),
            entry("movk R, #", i -> Moves.movk(i.reg(0), i.small(0), 0)),
            entry("ldr R, L", i -> LoadStore.ldrLiteral(i.reg(0), i.pc, i.number(0))),
            entry("ldr R, [R]", i -> LoadStore.ldr(i.reg(0), i.reg(1), 0)),
            entry("str R, [R]", i -> LoadStore.str(i.reg(0), i.reg(1), 0)),
            entry("ldr R, [R, #]", i -> LoadStore.ldr(i.reg(0), i.reg(1), i.small(0))),
            entry("str R, [R, #]", i -> LoadStore.str(i.reg(0), i.reg(1), i.small(0))),
            entry("ldr R, [R, #]!", i -> LoadStore.ldrPre(i.reg(0), i.reg(1), i.small(0))),
            entry("str R, [R, #]!", i -> LoadStore.strPre(i.reg(0), i.reg(1), i.small(0))),
            entry("ldr R, [R], #", i -> LoadStore.ldrPost(i.reg(0), i.reg(1), i.small(0))),
            entry("str R, [R], #", i -> LoadStore.strPost(i.reg(0), i.reg(1), i.small(0))),
            entry("ldur R, [R, #]", i -> LoadStore.ldur(i.reg(0), i.reg(1), i.small(0))),
            entry("stur R, [R, #]", i -> LoadStore.stur(i.reg(0), i.reg(1), i.small(0))),
            entry("ldp R, R, [R]", i -> LoadStore.ldp(i.reg(0), i.reg(1), i.reg(2), 0)),
            entry("stp R, R, [R]", i -> LoadStore.stp(i.reg(0), i.reg(1), i.reg(2), 0)),
            entry("ldp R, R, [R, #]", i -> LoadStore.ldp(i.reg(0), i.reg(1), i.reg(2), i.small(0))),
            entry("stp R, R, [R, #]", i -> LoadStore.stp(i.reg(0), i.reg(1), i.reg(2), i.small(0))),
            entry("ldp R, R, [R, #]!", i -> LoadStore.ldpPre(i.reg(0), i.reg(1), i.reg(2), i.small(0))),
            entry("stp R, R, [R, #]!", i -> LoadStore.stpPre(i.reg(0), i.reg(1), i.reg(2), i.small(0))),
            entry("ldp R, R, [R], #", i -> LoadStore.ldpPost(i.reg(0), i.reg(1), i.reg(2), i.small(0))),
            entry("stp R, R, [R], #", i -> LoadStore.stpPost(i.reg(0), i.reg(1), i.reg(2), i.small(0))),
            entry("ldar R, [R]", i -> LoadStore.ldar(i.reg(0), i.reg(1))),
            entry("stlr R, [R]", i -> LoadStore.stlr(i.reg(0), i.reg(1))),
            entry("nop", i -> SystemInstructions.NOP),
            entry("bti c", i -> SystemInstructions.BTI_C),
            entry("bti j", i -> SystemInstructions.BTI_J),
            entry("bti jc", i -> SystemInstructions.BTI_JC),
            entry("paciasp", i -> SystemInstructions.PACIASP),
            entry("autiasp", i -> SystemInstructions.AUTIASP),
            entry("isb", i -> SystemInstructions.ISB),
            entry("svc #", i -> SystemInstructions.svc(i.small(0))),
            entry("brk #", i -> SystemInstructions.brk(i.small(0))),
            entry("hlt #", i -> SystemInstructions.hlt(i.small(0))),
            entry("mrs R, nzcv", i -> SystemInstructions.mrs(i.reg(0), SystemRegister.NZCV)),
            entry("msr tpidr_el0, R", i -> SystemInstructions.msr(SystemRegister.TPIDR_EL0, i.reg(0))),
            entry("mrs R, tpidr_el0", i -> SystemInstructions.mrs(i.reg(0), SystemRegister.TPIDR_EL0)));

    private final long pc;
    private final List<Reg> registers = new ArrayList<>();
    private final List<Long> numbers = new ArrayList<>();
    private Condition condition = Condition.AL;

    private Reemitter(long pc) {
        this.pc = pc;
    }

    /** Our word for the text, or nothing for text of a shape that we do not emit. */
    static OptionalInt emit(String text, long pc) {
        Optional<Integer> barrier = barrier(text);
        if (barrier.isPresent()) {
            return OptionalInt.of(barrier.get());
        }
        Reemitter operands = new Reemitter(pc);
        ToIntFunction<Reemitter> encoder = SHAPES.get(operands.parse(text));
        return encoder == null ? OptionalInt.empty() : OptionalInt.of(encoder.applyAsInt(operands));
    }

    private static Optional<Integer> barrier(String text) {
        return Stream.of(Barrier.values())
                .flatMap(barrier -> Stream.of(
                        entry("dmb " + lower(barrier), SystemInstructions.dmb(barrier)),
                        entry("dsb " + lower(barrier), SystemInstructions.dsb(barrier))))
                .filter(entry -> entry.getKey().equals(text))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private String parse(String text) {
        return OPERAND.matcher(text).replaceAll(this::shapeOf);
    }

    private String shapeOf(MatchResult match) {
        String token = match.group();
        if (match.group(1) != null) {
            registers.add(Reg.valueOf(token.toUpperCase(Locale.ROOT)));
            return "R";
        }
        if (match.group(4) != null) {
            condition = Condition.valueOf(token.toUpperCase(Locale.ROOT));
            return "C";
        }
        String digits = token.replace("#", "");
        numbers.add(digits.startsWith("0x") ? Long.parseUnsignedLong(digits.substring(2), 16) : Long.parseLong(digits));
        return match.group(2) != null ? "#" : "L";
    }

    private Reg reg(int index) {
        return registers.get(index);
    }

    private long number(int index) {
        return numbers.get(index);
    }

    private int small(int index) {
        return Math.toIntExact(numbers.get(index));
    }

    private Condition condition() {
        return condition;
    }
}
