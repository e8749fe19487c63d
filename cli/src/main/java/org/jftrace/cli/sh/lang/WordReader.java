package org.jftrace.cli.sh.lang;

import java.util.ArrayList;
import java.util.List;

/** Reads one word: quotes, backslashes, {@code $}. */
final class WordReader {
    private static final String ENDS = " \t\r\n;&|<>()";
    private static final String ESCAPED_IN_QUOTES = "$`\"\\";

    private final Source source;
    private boolean keepsBackslashes;

    WordReader(Source source) {
        this.source = source;
    }

    /** Says whether an escaped backslash in double quotes stays so, for a command that reads escapes itself. */
    void keepBackslashes(boolean keep) {
        keepsBackslashes = keep;
    }

    Word read() throws SyntaxException {
        List<Word.Part> parts = new ArrayList<>();
        while (source.peek() != Source.END && ENDS.indexOf(source.peek()) < 0) {
            char next = source.take();
            switch (next) {
                case '\'' -> parts.add(new Word.Literal(until('\''), true));
                case '"' -> quoted(parts);
                case '\\' -> escaped(parts);
                case '$' -> parts.add(dollar(false));
                case '`' -> throw new SyntaxException("unexpected \"`\", write $(command)");
                default -> parts.add(new Word.Literal(next + source.takeWhile(WordReader::isPlain), false));
            }
        }
        return new Word(joined(parts));
    }

    private static boolean isPlain(int c) {
        return ENDS.indexOf(c) < 0 && "'\"\\$`".indexOf(c) < 0;
    }

    private String until(char quote) throws SyntaxException {
        String text = source.takeWhile(c -> c != quote);
        if (source.take() != quote) {
            throw new SyntaxException.Incomplete(String.valueOf(quote));
        }
        return text;
    }

    private void escaped(List<Word.Part> parts) {
        if (!source.take("\n")) {
            parts.add(new Word.Literal(source.peek() == Source.END ? "\\" : String.valueOf(source.take()), true));
        }
    }

    private void quoted(List<Word.Part> parts) throws SyntaxException {
        parts.add(new Word.Literal("", true)); // so that "" is a word
        while (true) {
            parts.add(new Word.Literal(source.takeWhile(c -> c != '"' && c != '\\' && c != '$'), true));
            switch (source.take()) {
                case '"' -> {
                    return;
                }
                case '$' -> parts.add(dollar(true));
                case '\\' -> {
                    if (!source.take("\n")) {
                        parts.add(new Word.Literal(escapedInQuotes(), true));
                    }
                }
                default -> throw new SyntaxException.Incomplete("\"");
            }
        }
    }

    private String escapedInQuotes() {
        char next = source.peek();
        if (ESCAPED_IN_QUOTES.indexOf(next) < 0) {
            return "\\";
        }
        source.take();
        return keepsBackslashes && (next == '"' || next == '\\') ? "\\" + next : String.valueOf(next);
    }

    private Word.Part dollar(boolean quoted) throws SyntaxException {
        if (source.take("?")) {
            return new Word.Variable("?", quoted);
        }
        if (source.take("(")) {
            return new Word.Substitution(new Parser(source).substitution(), quoted);
        }
        if (source.take("{")) {
            String name = until('}');
            if (!name.equals("?") && !Parser.isName(name)) {
                throw new SyntaxException("bad substitution \"${" + name + "}\"");
            }
            return new Word.Variable(name, quoted);
        }
        String name = source.takeWhile(Parser::isNamePart);
        return Parser.isName(name) ? new Word.Variable(name, quoted) : new Word.Literal("$" + name, quoted);
    }

    private static List<Word.Part> joined(List<Word.Part> parts) {
        List<Word.Part> joined = new ArrayList<>();
        for (Word.Part part : parts) {
            Word.Part last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (part instanceof Word.Literal literal
                    && last instanceof Word.Literal before
                    && literal.quoted() == before.quoted()) {
                joined.set(joined.size() - 1, new Word.Literal(before.text() + literal.text(), literal.quoted()));
            } else {
                joined.add(part);
            }
        }
        return List.copyOf(joined);
    }
}
