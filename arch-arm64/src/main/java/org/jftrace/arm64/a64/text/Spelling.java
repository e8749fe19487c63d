package org.jftrace.arm64.a64.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.Form;

/**
 * One way to write a form: literal text and operands, each of which can be printed and read. An alias is preferred to the
 * form's own syntax on the words of which {@code where} holds, and read it stands for one of those.
 */
final class Spelling {
    private static final Pattern OPERAND = Pattern.compile("<([^>]+)>");
    private static final Pattern REGISTER = Pattern.compile("([WXR])([a-z])(\\|SP)?");
    private static final Pattern NUMBER = Pattern.compile("([a-zA-Z])(:hex|:signed)?");

    private final Form form;
    private final Predicate<Instruction> where;
    private final List<Piece> pieces = new ArrayList<>();

    private record Piece(Operand.Printer printer, Operand.Reader reader) {}

    private Spelling(Form form, String text, Predicate<Instruction> where) {
        this.form = form;
        this.where = where;
        Matcher matcher = OPERAND.matcher(text);
        int end = 0;
        while (matcher.find()) {
            literal(text.substring(end, matcher.start()));
            operand(matcher.group(1));
            end = matcher.end();
        }
        literal(text.substring(end));
    }

    static Spelling alias(Form form, String syntax, Predicate<Instruction> where) {
        return new Spelling(form, syntax, where);
    }

    /** All, of one form the preferred first: aliases, then its own syntax, which always holds. */
    static List<Spelling> all() {
        return Stream.of(
                        Aliases.IMMEDIATE.stream(),
                        Aliases.REGISTER.stream(),
                        Aliases.OTHER.stream(),
                        Decoder.forms().stream().map(form -> alias(form, form.syntax(), i -> true)))
                .flatMap(rows -> rows)
                .toList();
    }

    Form form() {
        return form;
    }

    boolean holds(Instruction instruction) {
        return where.test(instruction);
    }

    String print(Instruction instruction) {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            text.append(piece.printer.print(instruction));
        }
        return text.toString();
    }

    /** Reads a whole text into the fields that it names. */
    void read(Reading in) {
        for (Piece piece : pieces) {
            piece.reader.read(in);
        }
        in.end();
    }

    private void literal(String text) {
        if (!text.isEmpty()) {
            pieces.add(new Piece(instruction -> text, in -> in.literal(text)));
        }
    }

    private void operand(String name) {
        Matcher register = REGISTER.matcher(name);
        Matcher number = NUMBER.matcher(name);
        if (register.matches()) {
            register(register.group(1), register.group(2).charAt(0), register.group(3) != null);
        } else if (number.matches()) {
            number(number.group(1).charAt(0), number.group(2));
        } else {
            Operand operand = Operand.named(name);
            pieces.add(new Piece(operand.printer(), operand.reader()));
        }
    }

    private void register(String size, char letter, boolean isStackPointer) {
        int fixed = size.equals("X") ? 64 : size.equals("W") ? 32 : 0;
        pieces.add(new Piece(
                instruction -> RegisterName.of(
                        instruction.field(letter), fixed != 0 ? fixed : instruction.registerSize(), isStackPointer),
                in -> in.register(letter, fixed, isStackPointer)));
    }

    private void number(char letter, String format) {
        if (":signed".equals(format)) {
            pieces.add(new Piece(
                    instruction -> Integer.toString(instruction.signedField(letter)),
                    in -> in.signed(letter, in.number(), 1)));
            return;
        }
        boolean isHex = ":hex".equals(format);
        pieces.add(new Piece(
                instruction -> isHex
                        ? "0x" + Integer.toHexString(instruction.field(letter))
                        : Integer.toString(instruction.field(letter)),
                in -> in.unsigned(letter, in.number(), 1)));
    }
}
