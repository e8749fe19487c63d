package org.jftrace.arm64.a64.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Listing;
import org.jftrace.arm64.a64.emit.Reg;
import org.jftrace.arm64.a64.text.InstructionParser;

/**
 * Assembles text, a line an instruction, in the syntax of GNU as:
 *
 * <pre>{@code
 * tramp:  bti   c
 *         ldr   x16, =counter      // a 64-bit constant from behind the code
 *         cbz   x0, out
 * out:    ret   x9
 *         .balign 8                // a zero word, where one is needed
 * table:  .quad 0x1234             // at a multiple of 8
 *         .inst 0xd503201f         // a word
 * }</pre>
 *
 * <p>Names are case-sensitive and stand for labels of the text, or for addresses and constants that are given with it.
 */
public final class TextAssembler {
    private static final Pattern LABEL = Pattern.compile("\\s*([A-Za-z_]\\w*):(.*)");
    private static final Pattern CONSTANT = Pattern.compile("(?i)ldr\\s+x(\\d+)\\s*,\\s*=\\s*(\\w+)");
    private static final Pattern DATA = Pattern.compile("\\.(quad|inst|balign)\\s+(\\w+)");

    private final Map<String, Long> symbols;
    private final Assembler asm;
    private final Map<String, Assembler.Label> labels = new HashMap<>();
    private final Set<String> bound = new HashSet<>();
    /** The lines that name a label, until it is bound. */
    private final Map<String, Integer> wanted = new HashMap<>();

    private TextAssembler(long base, Map<String, Long> symbols) {
        this.symbols = symbols;
        this.asm = new Assembler(base);
    }

    /**
     * Assembles a text.
     *
     * @param source the lines
     * @param base the address that the first word will have; a multiple of 4
     * @param symbols what names stand for that are no labels of the text
     * @return the code, the constants of {@code ldr =} behind it
     * @throws SourceException if a line is no instruction, an operand is out of its range, or a name is not known or stands
     *     for two things
     */
    public static Listing assemble(String source, long base, Map<String, Long> symbols) {
        TextAssembler text = new TextAssembler(base, symbols);
        List<String> lines = source.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            text.line(i + 1, lines.get(i).replaceFirst("//.*", "").strip());
        }
        text.requireLabels();
        return text.asm.finish();
    }

    private void line(int number, String line) {
        Matcher label = LABEL.matcher(line);
        if (label.matches()) {
            bind(number, label.group(1));
            line(number, label.group(2).strip());
        } else if (!line.isEmpty()) {
            try {
                statement(number, line);
            } catch (IllegalArgumentException e) {
                String reason = String.valueOf(e.getMessage());
                throw new SourceException(number, reason.startsWith(line) ? reason : line + ": " + reason, e);
            }
        }
    }

    private void bind(int number, String name) {
        if (symbols.containsKey(name)) {
            throw new SourceException(number, name + ": is given already", null);
        }
        try {
            asm.bind(label(name));
        } catch (IllegalStateException e) {
            throw new SourceException(number, name + ": " + e.getMessage(), e);
        }
        bound.add(name);
        wanted.remove(name);
    }

    private Assembler.Label label(String name) {
        return labels.computeIfAbsent(name, asm::label);
    }

    private void requireLabels() {
        wanted.forEach((name, number) -> {
            throw new SourceException(number, name + ": no such label", null);
        });
    }

    private void statement(int number, String line) {
        Matcher constant = CONSTANT.matcher(line);
        Matcher data = DATA.matcher(line);
        if (constant.matches()) {
            asm.ldr(Reg.x(Integer.parseInt(constant.group(1))), value(constant.group(2)));
        } else if (data.matches()) {
            data(data.group(1), value(data.group(2)));
        } else {
            instruction(number, line);
        }
    }

    private long value(String text) {
        Long symbol = symbols.get(text);
        if (symbol != null) {
            return symbol;
        }
        if (!Character.isDigit(text.charAt(0))) {
            throw new IllegalArgumentException("no constant " + text);
        }
        return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
    }

    private void data(String kind, long value) {
        if (kind.equals("inst")) {
            if (value >>> 32 != 0) {
                throw new IllegalArgumentException("a word is not in 0..0xffffffff: 0x" + Long.toHexString(value));
            }
            asm.emit((int) value);
        } else if (kind.equals("quad")) {
            if (asm.here() % 8 != 0) {
                throw new IllegalArgumentException(
                        ".quad is not at a multiple of 8: 0x" + Long.toHexString(asm.here()));
            }
            asm.quad(value);
        } else if (value == 8) {
            asm.alignTo8();
        } else {
            throw new IllegalArgumentException(".balign takes 8, not " + value);
        }
    }

    /** A name that is not given is a label, wherever it turns out to be: read it as here, and again when that is known. */
    private void instruction(int number, String line) {
        List<String> names = new ArrayList<>();
        long here = asm.here();
        int word = InstructionParser.parse(line, here, name -> {
            Long given = symbols.get(name);
            if (given == null) {
                names.add(name);
            }
            return given == null ? here : given;
        });
        if (names.isEmpty()) {
            asm.emit(word);
            return;
        }
        String name = names.get(0);
        if (!bound.contains(name)) {
            wanted.putIfAbsent(name, number);
        }
        asm.emit((from, to) -> relative(number, line, from, to), label(name));
    }

    private static int relative(int number, String line, long from, long to) {
        try {
            return InstructionParser.parse(line, from, name -> to);
        } catch (IllegalArgumentException e) {
            throw new SourceException(number, String.valueOf(e.getMessage()), e);
        }
    }
}
