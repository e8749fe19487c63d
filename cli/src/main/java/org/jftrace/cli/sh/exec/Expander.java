package org.jftrace.cli.sh.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.jftrace.cli.sh.file.MemoryFile;
import org.jftrace.cli.sh.lang.Node;
import org.jftrace.cli.sh.lang.Word;

/** Turns the words of one command into its arguments. */
final class Expander {
    private final Session session;
    private final BiFunction<Session, Node, Integer> interpreter;
    private OptionalInt status = OptionalInt.empty();

    /**
     * Starts on a command.
     *
     * @param session whose variables there are
     * @param interpreter runs what is substituted, in a subshell
     */
    Expander(Session session, BiFunction<Session, Node, Integer> interpreter) {
        this.session = session;
        this.interpreter = interpreter;
    }

    /** The status of the last substituted command, if there was one. */
    OptionalInt substitutionStatus() {
        return status;
    }

    List<String> fields(List<Word> words) {
        List<String> fields = new ArrayList<>();
        words.forEach(word -> split(word, fields));
        return fields;
    }

    /** What is not quoted and was expanded is split at blanks. */
    private void split(Word word, List<String> fields) {
        StringBuilder field = new StringBuilder();
        boolean started = false;
        for (Word.Part part : word.parts()) {
            String text = text(part);
            if (part.quoted() || part instanceof Word.Literal) {
                field.append(text);
                started = true;
                continue;
            }
            for (int i = 0; i < text.length(); i++) {
                if (" \t\n".indexOf(text.charAt(i)) < 0) {
                    field.append(text.charAt(i));
                    started = true;
                } else if (started) {
                    fields.add(field.toString());
                    field.setLength(0);
                    started = false;
                }
            }
        }
        if (started) {
            fields.add(field.toString());
        }
    }

    String single(Word word) {
        StringBuilder all = new StringBuilder();
        word.parts().forEach(part -> all.append(text(part)));
        return all.toString();
    }

    private String text(Word.Part part) {
        if (part instanceof Word.Literal literal) {
            return literal.text();
        }
        if (part instanceof Word.Variable variable) {
            return session.variable(variable.name());
        }
        return output(((Word.Substitution) part).commands());
    }

    private String output(Node commands) {
        MemoryFile pipe = new MemoryFile();
        try (Session subshell = session.fork()) {
            subshell.files().put(1, pipe);
            status = OptionalInt.of(interpreter.apply(subshell, commands));
        }
        String text = pipe.text();
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
        }
        return text.substring(0, end);
    }
}
