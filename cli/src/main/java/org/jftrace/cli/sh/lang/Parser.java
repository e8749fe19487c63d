package org.jftrace.cli.sh.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a syntax tree of text. Looks one token ahead. */
public final class Parser {
    /** Takes {@code >} and {@code <} as arguments; it says how a file is opened, not where output goes. */
    private static final String OPEN = "open";

    /** Takes escapes; in double quotes too they reach it as they are written. */
    private static final String WRITE = "write";

    private static final Set<String> KEYWORDS = Set.of("do", "done", "in");

    private final Lexer lexer;
    private @Nullable Token ahead;

    Parser(Source source) {
        lexer = new Lexer(source);
    }

    /**
     * Parses a script.
     *
     * @param text whole commands
     * @return what it says
     * @throws SyntaxException if it is no script of the subset; {@link SyntaxException.Incomplete} if it ends too early
     */
    public static Node parse(String text) throws SyntaxException {
        Parser parser = new Parser(new Source(text));
        Node script = parser.list();
        parser.expectEnd();
        return script;
    }

    /** The commands up to the closing parenthesis, which is taken too. */
    Node substitution() throws SyntaxException {
        Node commands = list();
        if (peek() instanceof Token.End) {
            throw new SyntaxException.Incomplete(")");
        }
        expect(")");
        return commands;
    }

    private Node list() throws SyntaxException {
        List<Node> nodes = new ArrayList<>();
        while (true) {
            skipNewlines();
            if (!startsCommand()) {
                return nodes.size() == 1 ? nodes.get(0) : new Node.Sequence(nodes);
            }
            nodes.add(andOr());
            if (!takeOperator(";") && !takeOperator("\n")) {
                return nodes.size() == 1 ? nodes.get(0) : new Node.Sequence(nodes);
            }
        }
    }

    private boolean startsCommand() throws SyntaxException {
        return peek() instanceof Token.Redirect || (peek() instanceof Token.Text && !isKeyword());
    }

    private boolean isKeyword() throws SyntaxException {
        return plainWord().filter(KEYWORDS::contains).isPresent();
    }

    private Node andOr() throws SyntaxException {
        Node left = pipeline();
        while (true) {
            boolean and = takeOperator("&&");
            if (!and && !takeOperator("||")) {
                return left;
            }
            left = new Node.AndOr(left, and, continued(and ? "&&" : "||"));
        }
    }

    /** What must follow an operator, maybe on a later line. */
    private Node continued(String operator) throws SyntaxException {
        skipNewlines();
        if (peek() instanceof Token.End) {
            throw new SyntaxException.Incomplete("a command after " + operator);
        }
        return pipeline();
    }

    private Node pipeline() throws SyntaxException {
        List<Node> stages = new ArrayList<>(List.of(command()));
        while (takeOperator("|")) {
            skipNewlines();
            if (peek() instanceof Token.End) {
                throw new SyntaxException.Incomplete("a command after |");
            }
            stages.add(command());
        }
        return stages.size() == 1 ? stages.get(0) : new Node.Pipeline(List.copyOf(stages));
    }

    private Node command() throws SyntaxException {
        if (!startsCommand()) {
            throw unexpected();
        }
        return plainWord().filter("for"::equals).isPresent() ? loop() : simple();
    }

    private Node loop() throws SyntaxException {
        take();
        String variable =
                plainWord().filter(Parser::isName).orElseThrow(() -> new SyntaxException("bad for loop variable"));
        take();
        skipNewlines();
        keyword("in");
        List<Word> words = new ArrayList<>();
        while (peek() instanceof Token.Text text) {
            words.add(text.word());
            take();
        }
        if (!takeOperator(";")
                && !(peek() instanceof Token.Operator operator
                        && operator.text().equals("\n"))) {
            throw unexpected();
        }
        skipNewlines();
        keyword("do");
        Node body = list();
        keyword("done");
        List<Node.Redirection> redirections = new ArrayList<>();
        while (peek() instanceof Token.Redirect redirect) {
            redirections.add(redirection(redirect));
        }
        return new Node.For(variable, List.copyOf(words), body, List.copyOf(redirections));
    }

    private Node simple() throws SyntaxException {
        lexer.keepBackslashes(plainWord().filter(WRITE::equals).isPresent());
        Node simple = wordsAndRedirections();
        lexer.keepBackslashes(false);
        return simple;
    }

    private Node wordsAndRedirections() throws SyntaxException {
        List<Node.Assignment> assignments = new ArrayList<>();
        List<Word> words = new ArrayList<>();
        List<Node.Redirection> redirections = new ArrayList<>();
        boolean open = plainWord().filter(OPEN::equals).isPresent();
        while (true) {
            Token token = peek();
            if (token instanceof Token.Redirect redirect) {
                if (open) {
                    take();
                    words.add(Word.literal(redirect.kind().text()));
                } else {
                    redirections.add(redirection(redirect));
                }
            } else if (token instanceof Token.Text text) {
                take();
                Optional<Node.Assignment> assignment = words.isEmpty() ? assignment(text.word()) : Optional.empty();
                assignment.ifPresentOrElse(assignments::add, () -> words.add(text.word()));
            } else {
                return new Node.Simple(List.copyOf(assignments), List.copyOf(words), List.copyOf(redirections));
            }
        }
    }

    private static Optional<Node.Assignment> assignment(Word word) {
        if (word.parts().isEmpty() || !(word.parts().get(0) instanceof Word.Literal first) || first.quoted()) {
            return Optional.empty();
        }
        int equals = first.text().indexOf('=');
        if (equals < 0 || !isName(first.text().substring(0, equals))) {
            return Optional.empty();
        }
        List<Word.Part> value = new ArrayList<>(word.parts());
        value.set(0, new Word.Literal(first.text().substring(equals + 1), false));
        return Optional.of(new Node.Assignment(first.text().substring(0, equals), new Word(List.copyOf(value))));
    }

    private Node.Redirection redirection(Token.Redirect redirect) throws SyntaxException {
        take();
        if (!(peek() instanceof Token.Text text)) {
            throw unexpected();
        }
        take();
        return new Node.Redirection(redirect.fd(), redirect.kind(), text.word());
    }

    private Optional<String> plainWord() throws SyntaxException {
        return peek() instanceof Token.Text text ? text.word().plain() : Optional.empty();
    }

    private void keyword(String expected) throws SyntaxException {
        if (peek() instanceof Token.End) {
            throw new SyntaxException.Incomplete(expected);
        }
        if (plainWord().filter(expected::equals).isEmpty()) {
            throw unexpected();
        }
        take();
    }

    private void expect(String operator) throws SyntaxException {
        if (!takeOperator(operator)) {
            throw unexpected();
        }
    }

    private void expectEnd() throws SyntaxException {
        if (!(peek() instanceof Token.End)) {
            throw unexpected();
        }
    }

    private SyntaxException unexpected() throws SyntaxException {
        return new SyntaxException("unexpected \"" + Token.name(peek()) + "\"");
    }

    private boolean takeOperator(String text) throws SyntaxException {
        if (peek() instanceof Token.Operator operator && operator.text().equals(text)) {
            take();
            return true;
        }
        return false;
    }

    private void skipNewlines() throws SyntaxException {
        boolean skipped;
        do {
            skipped = takeOperator("\n");
        } while (skipped);
    }

    private Token peek() throws SyntaxException {
        Token token = ahead;
        if (token == null) {
            token = lexer.next();
            ahead = token;
        }
        return token;
    }

    private void take() throws SyntaxException {
        peek();
        ahead = null;
    }

    static boolean isName(String text) {
        return !text.isEmpty()
                && !Character.isDigit(text.charAt(0))
                && text.chars().allMatch(Parser::isNamePart);
    }

    static boolean isNamePart(int c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
