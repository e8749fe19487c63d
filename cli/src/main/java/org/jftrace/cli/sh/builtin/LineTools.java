package org.jftrace.cli.sh.builtin;

import java.util.ArrayList;
import java.util.List;
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
        int status = inputs.each(call, names, (name, text) -> {
            long lines = text.chars().filter(c -> c == '\n').count();
            total[0] += lines;
            call.print(lines + (name.isEmpty() ? "" : " " + name) + "\n");
        });
        if (names.size() > 1) {
            call.print(total[0] + " total\n");
        }
        return status;
    }

    /** {@code head [-n N | -N] [FILE…]}. */
    int head(Call call) {
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
            call.print(text.substring(0, endOfLine(text, most)));
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

    /** {@code grep [-cqv] PATTERN [FILE…]}. */
    int grep(Call call) {
        List<String> names = new ArrayList<>(call.arguments());
        String options = "";
        while (!names.isEmpty() && names.get(0).matches("-[cqv]+")) {
            options += names.remove(0);
        }
        if (names.isEmpty()) {
            throw new BuiltIn.UsageFailure("usage: grep [-cqv] PATTERN [FILE...]");
        }
        Grep grep = new Grep(pattern(names.remove(0)), options, names.size() > 1);
        int status = inputs.each(call, names, (name, text) -> call.print(grep.output(name, text)));
        return status > 0 ? 2 : grep.status();
    }

    private static Pattern pattern(String basic) {
        try {
            return BasicRegex.compile(basic);
        } catch (PatternSyntaxException e) {
            throw new BuiltIn.UsageFailure("bad regex '" + basic + "': " + e.getDescription(), e);
        }
    }
}
