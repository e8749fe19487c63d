package org.jftrace.cli.sh.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jftrace.cli.sh.exec.BuiltIn;
import org.jftrace.cli.sh.exec.Call;

/** Commands that read lines. */
final class LineTools {
    private static final int HEAD = 10;

    private final Inputs inputs;

    LineTools(Inputs inputs) {
        this.inputs = inputs;
    }

    /** {@code wc [-l] [FILE…]}: counts lines. */
    int wc(Call call) {
        List<String> names = new ArrayList<>(call.arguments());
        if (names.isEmpty() || !names.remove(0).equals("-l")) {
            throw new BuiltIn.UsageFailure("usage: wc -l [FILE...]");
        }
        long[] total = new long[1];
        String layout = names.size() > 1 ? "%9d%s\n" : "%d%s\n";
        int status = inputs.each(call, names, (name, text) -> {
            long lines = text.chars().filter(c -> c == '\n').count();
            total[0] += lines;
            call.print(String.format(Locale.ROOT, layout, lines, name.isEmpty() ? "" : " " + name));
        });
        if (names.size() > 1) {
            call.print(String.format(Locale.ROOT, layout, total[0], " total"));
        }
        return status;
    }

    /** {@code head [-n N | -N] [FILE…]}. */
    int head(Call call) {
        return part(call, (text, most) -> text.substring(0, endOfLine(text, most)));
    }

    /** {@code tail [-n N | -N] [FILE…]}. */
    int tail(Call call) {
        return part(call, (text, most) -> {
            int lines = (int) text.lines().count();
            return text.substring(endOfLine(text, Math.max(0, lines - most)));
        });
    }

    /** Some lines of a text. */
    private interface Part {
        String of(String text, int most);
    }

    private int part(Call call, Part part) {
        List<String> names = new ArrayList<>(call.arguments());
        int lines = HEAD;
        if (!names.isEmpty() && names.get(0).startsWith("-")) {
            String option = names.remove(0);
            lines = number(option.equals("-n") && !names.isEmpty() ? names.remove(0) : option.replaceFirst("-n?", ""));
        }
        int most = lines;
        return inputs.each(call, names, (name, text) -> {
            if (names.size() > 1) {
                call.print((name.equals(names.get(0)) ? "" : "\n") + "==> " + name + " <==\n");
            }
            call.print(part.of(text, most));
        });
    }

    private static int number(String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw new BuiltIn.UsageFailure("invalid number '" + text + "'", e);
        }
    }

    private static int endOfLine(String text, int lines) {
        int end = 0;
        for (int i = 0; i < lines && end < text.length(); i++) {
            int newline = text.indexOf('\n', end);
            end = newline < 0 ? text.length() : newline + 1;
        }
        return end;
    }

    /** {@code grep [-cEinqv] PATTERN [FILE…]}. */
    int grep(Call call) {
        List<String> names = new ArrayList<>(call.arguments());
        String options = "";
        while (!names.isEmpty() && names.get(0).matches("-[cEinqv]+")) {
            options += names.remove(0);
        }
        if (names.isEmpty()) {
            throw new BuiltIn.UsageFailure("usage: grep [-cEinqv] PATTERN [FILE...]");
        }
        Grep grep = new Grep(pattern(names.remove(0), options), options, names.size() > 1);
        int status = inputs.each(call, names, (name, text) -> call.print(grep.output(name, text)));
        return status > 0 ? 2 : grep.status();
    }

    private static Pattern pattern(String basic, String options) {
        try {
            return BasicRegex.compile(
                    basic, options.indexOf('E') >= 0, options.indexOf('i') >= 0 ? Pattern.CASE_INSENSITIVE : 0);
        } catch (PatternSyntaxException e) {
            throw new BuiltIn.UsageFailure("bad regex '" + basic + "': " + e.getDescription(), e);
        }
    }
}
