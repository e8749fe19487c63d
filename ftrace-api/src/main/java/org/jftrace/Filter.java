package org.jftrace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which functions a tracer wants: the pair of {@code set_ftrace_filter} and {@code set_ftrace_notrace}. A filter is a
 * description; it is resolved to call sites when it is registered. Each of its terms must then select at least one call
 * site, else the call fails with {@link Errno#EINVAL} (for an address: {@link Errno#ENOENT}) naming the term; only a term
 * for modules may select none yet.
 *
 * <p>Globs are those of the kernel: {@code *} any text, {@code ?} one character, {@code [a-c]} and {@code [!a-c]} one of a
 * set, {@code \} takes the next character as it is. A glob matches whole names.
 */
public final class Filter {
    private static final Filter ALL = new Filter(true, List.of(), List.of());
    private static final Filter NONE = new Filter(false, List.of(), List.of());

    private final boolean everything;
    private final List<Term> terms;
    private final List<Term> notrace;

    /** One line of a filter. */
    public sealed interface Term permits Glob, Name, Ip, InModule {}

    /**
     * The functions whose names match.
     *
     * @param pattern a glob; not empty
     */
    public record Glob(String pattern) implements Term {
        /** Checks the pattern. */
        public Glob {
            if (pattern.isEmpty()) {
                throw new IllegalArgumentException("a glob must not be empty");
            }
        }

        @Override
        public String toString() {
            return pattern;
        }
    }

    /**
     * The functions of exactly that name, whatever characters are in it.
     *
     * @param name of a function
     */
    public record Name(String name) implements Term {
        @Override
        public String toString() {
            return "=" + name;
        }
    }

    /**
     * The function at an address.
     *
     * @param address of the call site, or of the function's first instruction
     */
    public record Ip(long address) implements Term {
        @Override
        public String toString() {
            return "0x" + Long.toHexString(address);
        }
    }

    /**
     * The functions of a module whose names match; the kernel's {@code pattern:mod:module}. It need not be loaded: the term
     * is remembered, and selects once such a module comes.
     *
     * @param pattern a glob for the function
     * @param module a glob for the module; {@code *} any module, which the main image is not
     */
    public record InModule(String pattern, String module) implements Term {
        @Override
        public String toString() {
            return pattern + ":mod:" + module;
        }
    }

    private Filter(boolean everything, List<Term> terms, List<Term> notrace) {
        this.everything = everything;
        this.terms = terms;
        this.notrace = notrace;
    }

    /**
     * Selects every function.
     *
     * @return the filter of a fresh kernel ops
     */
    public static Filter all() {
        return ALL;
    }

    /**
     * Selects no function. What a filter becomes when its last term goes; never mistaken for {@link #all()}.
     *
     * @return a filter that may be registered and changed later
     */
    public static Filter none() {
        return NONE;
    }

    /**
     * Selects by glob.
     *
     * @param patterns one or more; a function is selected if any matches
     * @return a filter
     * @throws IllegalArgumentException if there is none, or one is empty
     */
    public static Filter glob(String... patterns) {
        return ofTerms(Arrays.stream(patterns).map(Glob::new));
    }

    /**
     * Selects by exact name.
     *
     * @param names one or more
     * @return a filter
     * @throws IllegalArgumentException if there is none
     */
    public static Filter name(String... names) {
        return ofTerms(Arrays.stream(names).map(Name::new));
    }

    /**
     * Selects by address; the kernel's {@code ftrace_set_filter_ips}.
     *
     * @param addresses of call sites or of functions' first instructions; one or more
     * @return a filter
     * @throws IllegalArgumentException if there is none
     */
    public static Filter ip(long... addresses) {
        return ofTerms(Arrays.stream(addresses).mapToObj(Ip::new));
    }

    /**
     * Selects functions of modules, loaded now or later.
     *
     * @param pattern a glob for the function
     * @param module a glob for the module
     * @return a filter
     * @throws IllegalArgumentException if either is empty
     */
    public static Filter inModule(String pattern, String module) {
        if (pattern.isEmpty() || module.isEmpty()) {
            throw new IllegalArgumentException("a glob must not be empty: \"" + pattern + ":mod:" + module + "\"");
        }
        return ofTerms(Stream.of(new InModule(pattern, module)));
    }

    private static Filter ofTerms(Stream<Term> terms) {
        List<Term> list = terms.toList();
        if (list.isEmpty()) {
            throw new IllegalArgumentException("a filter needs at least one term; for none say Filter.none()");
        }
        return new Filter(false, list, List.of());
    }

    /**
     * Selects what either filter selects, save what either excludes.
     *
     * @param other to be joined
     * @return a new filter
     */
    public Filter and(Filter other) {
        boolean all = everything || other.everything;
        return new Filter(all, all ? List.of() : join(terms, other.terms), join(notrace, other.notrace));
    }

    /**
     * Excludes functions by glob, whatever selects them; the kernel's notrace.
     *
     * @param patterns globs
     * @return a new filter
     */
    public Filter except(String... patterns) {
        return excluding(Arrays.stream(patterns).map(Glob::new));
    }

    /**
     * Excludes functions by address.
     *
     * @param addresses of call sites or of functions' first instructions
     * @return a new filter
     */
    public Filter exceptIp(long... addresses) {
        return excluding(Arrays.stream(addresses).mapToObj(Ip::new));
    }

    private Filter excluding(Stream<Term> more) {
        return new Filter(everything, terms, join(notrace, more.toList()));
    }

    private static List<Term> join(List<Term> first, List<Term> second) {
        List<Term> joined = new ArrayList<>(first);
        joined.addAll(second);
        return List.copyOf(joined);
    }

    /**
     * Tells whether every function is selected, save those excluded.
     *
     * @return true for {@link #all()} and what was derived from it
     */
    public boolean selectsAll() {
        return everything;
    }

    /**
     * Returns the selecting terms.
     *
     * @return unmodifiable; empty if {@link #selectsAll()}
     */
    public List<Term> terms() {
        return terms;
    }

    /**
     * Returns the excluding terms.
     *
     * @return unmodifiable
     */
    public List<Term> notrace() {
        return notrace;
    }

    @Override
    public String toString() {
        String selected = everything ? "all" : terms.isEmpty() ? "none" : text(terms, "");
        return notrace.isEmpty() ? selected : selected + " " + text(notrace, "!");
    }

    private static String text(List<Term> terms, String prefix) {
        return terms.stream().map(term -> prefix + term).collect(Collectors.joining(" "));
    }
}
