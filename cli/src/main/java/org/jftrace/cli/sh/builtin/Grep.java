package org.jftrace.cli.sh.builtin;

import java.util.List;
import java.util.regex.Pattern;

/** Chooses lines, over any number of files. */
final class Grep {
    private final Pattern pattern;
    private final boolean counts;
    private final boolean quiet;
    private final boolean inverted;
    private final boolean named;
    private boolean found;

    /**
     * Makes one.
     *
     * @param pattern to be found in a line
     * @param options some of the letters c, q and v
     * @param named whether a line is printed with its file's name
     */
    Grep(Pattern pattern, String options, boolean named) {
        this.pattern = pattern;
        counts = options.indexOf('c') >= 0;
        quiet = options.indexOf('q') >= 0;
        inverted = options.indexOf('v') >= 0;
        this.named = named;
    }

    /** What is to be printed for a file. */
    String output(String name, String text) {
        List<String> lines = text.lines()
                .filter(line -> pattern.matcher(line).find() != inverted)
                .toList();
        found |= !lines.isEmpty();
        if (quiet) {
            return "";
        }
        String prefix = named ? name + ":" : "";
        if (counts) {
            return prefix + lines.size() + "\n";
        }
        StringBuilder output = new StringBuilder();
        lines.forEach(line -> output.append(prefix).append(line).append('\n'));
        return output.toString();
    }

    int status() {
        return found ? 0 : 1;
    }
}
