package org.jftrace.cli.sh.lang;

import java.util.List;
import java.util.Optional;

/**
 * A word before expansion.
 *
 * @param parts joined without a gap; none for an empty word
 */
public record Word(List<Part> parts) {
    /** A piece of a word. */
    public sealed interface Part {
        /** Whether what it expands to stays one field. */
        boolean quoted();
    }

    /**
     * Stands for itself.
     *
     * @param text with quotes and backslashes removed
     * @param quoted whether it was in quotes, or behind a backslash
     */
    public record Literal(String text, boolean quoted) implements Part {}

    /**
     * {@code $name}, {@code ${name}} or {@code $?}.
     *
     * @param name of the variable, or {@code ?}
     * @param quoted whether it was in double quotes
     */
    public record Variable(String name, boolean quoted) implements Part {}

    /**
     * {@code $(commands)}.
     *
     * @param commands whose output it is
     * @param quoted whether it was in double quotes
     */
    public record Substitution(Node commands, boolean quoted) implements Part {}

    /** A word that stands for itself, unquoted. */
    static Word literal(String text) {
        return new Word(List.of(new Literal(text, false)));
    }

    /** The text if nothing of it is quoted or expanded: only such a word can be a keyword. */
    Optional<String> plain() {
        return parts.size() == 1 && parts.get(0) instanceof Literal literal && !literal.quoted()
                ? Optional.of(literal.text())
                : Optional.empty();
    }
}
