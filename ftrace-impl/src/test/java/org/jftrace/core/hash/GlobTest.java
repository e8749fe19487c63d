package org.jftrace.core.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "vfs_*, vfs_read, true",
        "vfs_*, vfs_, true",
        "vfs_*, vfs, false",
        "*read, vfs_read, true",
        "*read, vfs_reader, false",
        "*, '', true",
        "**, x, true",
        "?, x, true",
        "?, '', false",
        "a?c, abc, true",
        "*a*b*, xaybz, true",
        "*a*b*, xbya, false",
        "*ab*ab, abxab, true",
        "*ab*ab, ab, false",
        "[a-c]x, bx, true",
        "[a-c]x, dx, false",
        "[!a-c]x, dx, true",
        "[!a-c]x, ax, false",
        "[^a-c]x, ^x, true",
        "[^a-c]x, dx, false",
        "[]a]x, ]x, true",
        "[!]a]x, ]x, false",
        "[a-]x, -x, true",
        "[-a]x, -x, true",
        "[abc, [abc, true",
        "[abc, a, false",
        "[, [, true",
        "[!, [!, true",
        "[!], [!], true",
        "[a-z]*[0-9], f12, true",
        "\\*, *, true",
        "\\*, x, false",
        "\\[a], [a], true",
        "a\\, a, true",
        "a\\, a\\, false",
        "a\\, ab, false",
        "[\\]x, \\x, true",
        "abc, abc, true",
        "abc, abcd, false",
        "ABC, abc, false",
    })
    void matchesAsTheKernelDoes(String pattern, String text, boolean expected) {
        assertEquals(expected, new Glob(pattern).matches(text));
    }

    @Property(tries = 2000)
    void matchesAsTheDefinitionSays(
            @ForAll @Chars({'a', 'b', 'c', '*', '?', '[', ']', '!', '-', '\\'}) @StringLength(max = 8) String pattern,
            @ForAll @Chars({'a', 'b', 'c', ']', '-', '\\'}) @StringLength(max = 6) String text) {
        assertEquals(matches(pattern, text), new Glob(pattern).matches(text), () -> pattern + " on " + text);
    }

    @Property(tries = 100)
    void aNameWithoutSpecialCharactersMatchesItself(@ForAll @Chars({'a', '_', '.', '0'}) String name) {
        assertTrue(new Glob(name).matches(name));
        assertTrue(new Glob("*" + name + "*").matches("x" + name + "y"));
    }

    /** The definition, one construct a line, by recursion over the pattern. */
    private static boolean matches(String p, String t) {
        if (p.isEmpty()) {
            return t.isEmpty();
        }
        String rest = p.substring(1);
        String next = t.isEmpty() ? "" : t.substring(1);
        return switch (p.charAt(0)) {
            case '*' -> matches(rest, t) || (!t.isEmpty() && matches(p, next));
            case '?' -> !t.isEmpty() && matches(rest, next);
            case '\\' -> rest.isEmpty() ? t.isEmpty() : starts(t, rest.charAt(0)) && matches(rest.substring(1), next);
            case '[' -> matchesSet(rest, t, next);
            default -> starts(t, p.charAt(0)) && matches(rest, next);
        };
    }

    private static boolean matchesSet(String rest, String t, String next) {
        boolean not = rest.startsWith("!");
        int from = not ? 1 : 0;
        int end = rest.indexOf(']', from + 1);
        if (end < 0) {
            return starts(t, '[') && matches(rest, next);
        }
        return !t.isEmpty()
                && isMember(rest.substring(from, end), t.charAt(0)) != not
                && matches(rest.substring(end + 1), next);
    }

    private static boolean starts(String text, char first) {
        return !text.isEmpty() && text.charAt(0) == first;
    }

    private static boolean isMember(String set, char c) {
        if (set.isEmpty()) {
            return false;
        }
        if (set.length() >= 3 && set.charAt(1) == '-') {
            return (set.charAt(0) <= c && c <= set.charAt(2)) || isMember(set.substring(3), c);
        }
        return set.charAt(0) == c || isMember(set.substring(1), c);
    }
}
