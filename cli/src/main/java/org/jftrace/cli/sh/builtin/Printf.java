package org.jftrace.cli.sh.builtin;

import java.util.Iterator;
import org.jftrace.cli.sh.exec.BuiltIn;
import org.jftrace.cli.sh.exec.Call;

/** {@code printf FORMAT [ARGUMENT…]} with {@code %s}, {@code %d}, {@code %x} and {@code %%}. */
final class Printf implements BuiltIn {
    @Override
    public int run(Call call) {
        if (call.arguments().isEmpty()) {
            throw new UsageFailure("usage: printf FORMAT [ARGUMENT...]");
        }
        String format = call.arguments().get(0);
        Iterator<String> arguments = call.arguments().listIterator(1);
        StringBuilder text = new StringBuilder();
        boolean took;
        do {
            took = round(format, arguments, text);
        } while (took && arguments.hasNext());
        call.print(text.toString());
        return 0;
    }

    /** Uses the format once; returns whether it took arguments. */
    private static boolean round(String format, Iterator<String> arguments, StringBuilder text) {
        boolean took = false;
        int from = 0;
        for (int percent = format.indexOf('%'); percent >= 0; percent = format.indexOf('%', from)) {
            text.append(Escapes.decode(format.substring(from, percent)));
            char conversion = percent + 1 < format.length() ? format.charAt(percent + 1) : '%';
            if (conversion == '%') {
                text.append('%');
            } else {
                text.append(converted(conversion, arguments.hasNext() ? arguments.next() : ""));
                took = true;
            }
            from = Math.min(percent + 2, format.length());
        }
        text.append(Escapes.decode(format.substring(from)));
        return took;
    }

    private static String converted(char conversion, String argument) {
        return switch (conversion) {
            case 's' -> argument;
            case 'd' -> Long.toString(number(argument));
            case 'x' -> Long.toHexString(number(argument));
            default -> throw new UsageFailure("%" + conversion + ": invalid format");
        };
    }

    private static long number(String argument) {
        try {
            return argument.isEmpty() ? 0 : Long.decode(argument);
        } catch (NumberFormatException e) {
            throw new UsageFailure("invalid number '" + argument + "'", e);
        }
    }

    @Override
    public String program(String name) {
        return "sh";
    }
}
