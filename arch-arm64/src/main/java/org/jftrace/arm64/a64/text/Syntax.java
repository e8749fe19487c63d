package org.jftrace.arm64.a64.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A parsed syntax: literal text and operands. */
final class Syntax {
    private static final Pattern OPERAND = Pattern.compile("<([^>]+)>");
    private static final Pattern REGISTER = Pattern.compile("([WXR])([a-z])(\\|SP)?");
    private static final Pattern NUMBER = Pattern.compile("([a-zA-Z])(:hex|:signed)?");

    private final List<Operand.Printer> pieces = new ArrayList<>();

    Syntax(String text) {
        Matcher matcher = OPERAND.matcher(text);
        int end = 0;
        while (matcher.find()) {
            literal(text.substring(end, matcher.start()));
            pieces.add(operand(matcher.group(1)));
            end = matcher.end();
        }
        literal(text.substring(end));
    }

    String print(Instruction instruction) {
        StringBuilder text = new StringBuilder();
        for (Operand.Printer piece : pieces) {
            text.append(piece.print(instruction));
        }
        return text.toString();
    }

    private void literal(String text) {
        if (!text.isEmpty()) {
            pieces.add(instruction -> text);
        }
    }

    private static Operand.Printer operand(String name) {
        Matcher register = REGISTER.matcher(name);
        if (register.matches()) {
            return register(register.group(1), register.group(2).charAt(0), register.group(3) != null);
        }
        Matcher number = NUMBER.matcher(name);
        if (number.matches()) {
            return number(number.group(1).charAt(0), number.group(2));
        }
        return Operand.named(name);
    }

    private static Operand.Printer register(String size, char letter, boolean isStackPointer) {
        return instruction -> {
            int bits = size.equals("X") ? 64 : size.equals("W") ? 32 : instruction.registerSize();
            return RegisterName.of(instruction.field(letter), bits, isStackPointer);
        };
    }

    private static Operand.Printer number(char letter, String format) {
        if (":hex".equals(format)) {
            return instruction -> "0x" + Integer.toHexString(instruction.field(letter));
        }
        return ":signed".equals(format)
                ? instruction -> Integer.toString(instruction.signedField(letter))
                : instruction -> Integer.toString(instruction.field(letter));
    }
}
