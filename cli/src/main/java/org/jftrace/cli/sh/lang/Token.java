package org.jftrace.cli.sh.lang;

/** What the lexer finds. */
sealed interface Token {
    /**
     * A word.
     *
     * @param word before expansion
     */
    record Text(Word word) implements Token {}

    /**
     * An operator that is no redirection.
     *
     * @param text such as {@code &&}, or a newline
     */
    record Operator(String text) implements Token {}

    /**
     * A redirection operator.
     *
     * @param fd given, or the operator's own
     * @param kind which one
     */
    record Redirect(int fd, Node.Kind kind) implements Token {}

    /** The end of the text. */
    record End() implements Token {}

    /** As an error message names it. */
    static String name(Token token) {
        if (token instanceof Text text) {
            return text.word().plain().orElse("word");
        }
        if (token instanceof Operator operator) {
            return operator.text().equals("\n") ? "newline" : operator.text();
        }
        return token instanceof Redirect redirect ? redirect.kind().text() : "end of file";
    }
}
