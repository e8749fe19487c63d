package org.jftrace.cli.sh.lang;

import java.util.List;

/** Cuts text into tokens, on demand. */
final class Lexer {
    private static final List<String> OPERATORS = List.of("\n", "&&", "||", ";", "|", ")");
    private static final List<Node.Kind> REDIRECTIONS = List.of(
            Node.Kind.APPEND,
            Node.Kind.DUPLICATE_OUTPUT,
            Node.Kind.TRUNCATE,
            Node.Kind.READ_WRITE,
            Node.Kind.DUPLICATE_INPUT,
            Node.Kind.READ);
    private static final int MOST_DIGITS = 4;

    private final Source source;
    private final WordReader words;

    Lexer(Source source) {
        this.source = source;
        words = new WordReader(source);
    }

    /** As {@link WordReader#keepBackslashes}. */
    void keepBackslashes(boolean keep) {
        words.keepBackslashes(keep);
    }

    Token next() throws SyntaxException {
        skipBlanks();
        if (source.peek() == Source.END) {
            return new Token.End();
        }
        for (String operator : OPERATORS) {
            if (source.take(operator)) {
                return new Token.Operator(operator);
            }
        }
        int digits = digitsBeforeRedirection();
        if (digits > 0) {
            int fd = Integer.parseInt(source.takeWhile(Lexer::isDigit));
            return redirection(fd);
        }
        if (source.peek() == '<' || source.peek() == '>') {
            return redirection(-1);
        }
        if (source.peek() == '&' || source.peek() == '(') {
            throw new SyntaxException("unexpected \"" + source.peek() + "\"");
        }
        return new Token.Text(words.read());
    }

    private void skipBlanks() {
        while (true) {
            source.takeWhile(c -> c == ' ' || c == '\t' || c == '\r');
            if (source.peek() == '#') {
                source.takeWhile(c -> c != '\n');
            } else if (!source.take("\\\n")) {
                return;
            }
        }
    }

    private Token redirection(int fd) throws SyntaxException {
        for (Node.Kind kind : REDIRECTIONS) {
            if (source.take(kind.text())) {
                return new Token.Redirect(fd < 0 ? kind.defaultFd() : fd, kind);
            }
        }
        throw new SyntaxException("unexpected \"" + source.peek() + "\"");
    }

    private int digitsBeforeRedirection() {
        int digits = 0;
        while (isDigit(source.peek(digits))) {
            digits++;
        }
        char after = source.peek(digits);
        return digits <= MOST_DIGITS && (after == '<' || after == '>') ? digits : 0;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
