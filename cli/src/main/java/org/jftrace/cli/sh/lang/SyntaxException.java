package org.jftrace.cli.sh.lang;

/** Text that is no command of the subset. */
public class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    SyntaxException(String message) {
        super(message);
    }

    /** Text that could still become a command if more followed. */
    public static final class Incomplete extends SyntaxException {
        private static final long serialVersionUID = 1L;

        Incomplete(String missing) {
            super("unexpected end of file, " + missing + " is missing");
        }
    }
}
