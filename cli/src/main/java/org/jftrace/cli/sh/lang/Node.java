package org.jftrace.cli.sh.lang;

import java.util.List;

/** A command, simple or compound. */
public sealed interface Node {
    /**
     * A call of a built-in.
     *
     * @param assignments before it, or alone
     * @param words its name and arguments; empty if it only assigns or redirects
     * @param redirections in the order in which they are made
     */
    record Simple(List<Assignment> assignments, List<Word> words, List<Redirection> redirections) implements Node {}

    /**
     * {@code a | b | c}.
     *
     * @param stages two or more
     */
    record Pipeline(List<Node> stages) implements Node {}

    /**
     * {@code a && b} or {@code a || b}.
     *
     * @param left always runs
     * @param onSuccess whether the right one runs if the left succeeded, or else if it failed
     * @param right may run
     */
    record AndOr(Node left, boolean onSuccess, Node right) implements Node {}

    /**
     * One after the other.
     *
     * @param nodes may be none
     */
    record Sequence(List<Node> nodes) implements Node {}

    /**
     * {@code for variable in words; do body; done}.
     *
     * @param variable is given each word in turn
     * @param words expanded once
     * @param body runs for each
     * @param redirections of the loop as a whole
     */
    record For(String variable, List<Word> words, Node body, List<Redirection> redirections) implements Node {}

    /**
     * {@code name=value}.
     *
     * @param name of the variable
     * @param value not split into fields
     */
    record Assignment(String name, Word value) {}

    /**
     * {@code fd>target} and the like.
     *
     * @param fd what is redirected
     * @param kind how
     * @param target a path, or a number for {@link Kind#DUPLICATE_OUTPUT} and {@link Kind#DUPLICATE_INPUT}, or {@code -}
     */
    record Redirection(int fd, Kind kind, Word target) {}

    /** How a file descriptor is redirected. */
    enum Kind {
        READ("<", 0),
        TRUNCATE(">", 1),
        APPEND(">>", 1),
        READ_WRITE("<>", 0),
        DUPLICATE_OUTPUT(">&", 1),
        DUPLICATE_INPUT("<&", 0);

        private final String text;
        private final int fd;

        Kind(String text, int fd) {
            this.text = text;
            this.fd = fd;
        }

        public String text() {
            return text;
        }

        /** Which one is redirected if none is named. */
        int defaultFd() {
            return fd;
        }
    }
}
