package org.jftrace.cli.sh.builtin;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jftrace.cli.sh.exec.BuiltIn;
import org.jftrace.cli.sh.exec.Call;

/** {@code printf FORMAT [ARGUMENT…]} with {@code %s %b %c %d %i %u %x %X %o %%}, flags and widths. */
final class Printf implements BuiltIn {
    private static final Pattern CONVERSION = Pattern.compile("%([-0+ #]*\\d*)(\\.\\d+)?(.|$)", Pattern.DOTALL);

    @Override
    public int run(Call call) {
        List<String> arguments = new ArrayList<>(call.arguments());
        if (!arguments.isEmpty() && arguments.get(0).equals("--")) {
            arguments.remove(0);
        }
        if (arguments.isEmpty()) {
            throw new UsageFailure("usage: printf FORMAT [ARGUMENT...]");
        }
        String format = arguments.remove(0);
        Round round = new Round(arguments.iterator());
        boolean took;
        do {
            took = round.use(format);
        } while (took && round.arguments.hasNext());
        round.badNumbers.forEach(bad -> call.complain("sh: invalid number '" + bad + "'"));
        call.print(round.text.toString());
        return round.badNumbers.isEmpty() ? 0 : 1;
    }

    @Override
    public String program(String name) {
        return "sh";
    }

    /** The format, used as often as there are arguments. */
    private static final class Round {
        final Iterator<String> arguments;
        final StringBuilder text = new StringBuilder();
        final List<String> badNumbers = new ArrayList<>();

        Round(Iterator<String> arguments) {
            this.arguments = arguments;
        }

        /** Uses the format once; returns whether it took arguments. */
        boolean use(String format) {
            boolean took = false;
            int from = 0;
            Matcher conversion = CONVERSION.matcher(format);
            while (conversion.find(from)) {
                text.append(Escapes.decode(format.substring(from, conversion.start())));
                from = conversion.end();
                if (conversion.group().equals("%%")) {
                    text.append('%');
                } else {
                    text.append(converted(conversion, arguments.hasNext() ? arguments.next() : ""));
                    took = true;
                }
            }
            text.append(Escapes.decode(format.substring(from)));
            return took;
        }

        private String converted(Matcher conversion, String argument) {
            String flags = conversion.group(1);
            String precision = conversion.group(2) == null ? "" : conversion.group(2);
            try {
                return switch (conversion.group(3)) {
                    case "s" -> String.format(Locale.ROOT, "%" + flags + precision + "s", argument);
                    case "b" -> String.format(Locale.ROOT, "%" + flags + precision + "s", Escapes.decode(argument));
                    case "c" ->
                        String.format(
                                Locale.ROOT, "%" + flags + "s", argument.substring(0, Math.min(1, argument.length())));
                    case "d", "i", "u" -> String.format(Locale.ROOT, "%" + flags + "d", number(argument));
                    case "x", "X", "o" ->
                        String.format(Locale.ROOT, "%" + flags + conversion.group(3), number(argument));
                    default -> throw new UsageFailure(conversion.group() + ": invalid format");
                };
            } catch (java.util.IllegalFormatException e) {
                throw new UsageFailure(conversion.group() + ": invalid format", e);
            }
        }

        /** What is no number counts as 0. */
        private long number(String argument) {
            try {
                return argument.isEmpty() ? 0 : Long.decode(argument);
            } catch (NumberFormatException e) {
                badNumbers.add(argument);
                return 0;
            }
        }
    }
}
