package org.jftrace.cli.sh.builtin;

import java.util.regex.Pattern;

/** Chooses lines, over any number of files. */
final class Grep {
    private final Pattern pattern;
    private final boolean counts;
    private final boolean quiet;
    private final boolean inverted;
    private final boolean numbered;
    private final boolean named;
    private boolean found;

    /**
     * Makes one.
     *
     * @param pattern to be found in a line
     * @param options some of the letters c, n, q and v
     * @param named whether a line is printed with its file's name
     */
    Grep(Pattern pattern, String options, boolean named) {
        this.pattern = pattern;
        counts = options.indexOf('c') >= 0;
        quiet = options.indexOf('q') >= 0;
        inverted = options.indexOf('v') >= 0;
        numbered = options.indexOf('n') >= 0;
        this.named = named;
    }

    /** What is to be printed for a file. */
    String output(String name, String text) {
        String prefix = named ? name + ":" : "";
        StringBuilder output = new StringBuilder();
        int number = 0;
        int matches = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (pattern.matcher(line).find() != inverted) {
                matches++;
                output.append(prefix)
                        .append(numbered ? number + ":" : "")
                        .append(line)
                        .append('\n');
            }
        }
        found |= matches > 0;
        if (quiet) {
            return "";
        }
        return counts ? prefix + matches + "\n" : output.toString();
    }

    int status() {
        return found ? 0 : 1;
    }
}
