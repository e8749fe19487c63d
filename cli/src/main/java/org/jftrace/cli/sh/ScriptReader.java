package org.jftrace.cli.sh;

import java.io.IOException;
import java.io.InputStream;
import org.jftrace.cli.sh.lang.Node;
import org.jftrace.cli.sh.lang.Parser;
import org.jftrace.cli.sh.lang.SyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads commands as soon as they are whole, and never more of its input than that. */
final class ScriptReader {
    private final InputStream input;
    private final Prompt prompt;

    /** Asked for more input. */
    interface Prompt {
        /**
         * Shows something to somebody who types.
         *
         * @param more whether a command was begun
         */
        void show(boolean more);
    }

    ScriptReader(InputStream input, Prompt prompt) {
        this.input = input;
        this.prompt = prompt;
    }

    /**
     * Reads the next lines that make a command.
     *
     * @return null at the end
     * @throws SyntaxException if they make none
     */
    @Nullable
    Node next() throws IOException, SyntaxException {
        StringBuilder text = new StringBuilder();
        SyntaxException incomplete = null;
        while (true) {
            prompt.show(!text.isEmpty());
            if (!readLine(text)) {
                if (incomplete != null) {
                    throw incomplete;
                }
                return text.isEmpty() ? null : Parser.parse(text.toString());
            }
            if (text.toString().endsWith("\\\n")) {
                continue;
            }
            try {
                return Parser.parse(text.toString());
            } catch (SyntaxException.Incomplete e) {
                incomplete = e;
            }
        }
    }

    /** Appends a line; returns false at the end. The last line may lack its newline. */
    private boolean readLine(StringBuilder text) throws IOException {
        int before = text.length();
        int next = input.read();
        while (next >= 0) {
            text.append((char) next);
            if (next == '\n') {
                return true;
            }
            next = input.read();
        }
        return text.length() > before;
    }
}
