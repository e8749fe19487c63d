package org.jftrace.arm64.a64.witness;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jftrace.arm64.a64.Encoding;
import org.jftrace.arm64.a64.Form;

/** Allocated words of a form with one or two fields at a corner and the others at rest, in every size. */
final class Corners {
    private static final List<Character> REGISTERS = List.of('n', 'm', 'a', 't', 'u', 's', 'd');
    private static final List<Character> SWITCHES = List.of('f', 'z', 'w', 'A', 'L', 'N');
    private static final int[] BIT_POSITIONS = {0, 1, 7, 15, 16, 31, 32, 62, 63};

    private final Encoding encoding;
    private final Set<Integer> words = new LinkedHashSet<>();

    private Corners(Encoding encoding) {
        this.encoding = encoding;
    }

    static Set<Integer> of(Form form) {
        Corners corners = new Corners(form.encoding());
        List<Integer> atRest = new ArrayList<>(List.of(corners.rest()));
        for (char letter : SWITCHES) {
            atRest = corners.each(letter, atRest);
        }
        atRest.forEach(corners::addCorners);
        return corners.words;
    }

    private int rest() {
        int word = encoding.value();
        for (char letter = 'A'; letter <= 'z'; letter++) {
            if (letter != 'x' && letter != 'j' && encoding.has(letter) && !SWITCHES.contains(letter)) {
                word = encoding.with(
                        word,
                        letter,
                        REGISTERS.contains(letter) ? 2 * REGISTERS.indexOf(letter) : letter == 'o' ? 3 : 1);
            }
        }
        return word;
    }

    private List<Integer> each(char letter, List<Integer> starts) {
        if (!encoding.has(letter)) {
            return starts;
        }
        List<Integer> result = new ArrayList<>();
        for (int start : starts) {
            for (int value = 0; value < 1 << encoding.width(letter); value++) {
                result.add(encoding.with(start, letter, value));
            }
        }
        return result;
    }

    private void addCorners(int start) {
        add(start);
        for (char letter = 'A'; letter <= 'z'; letter++) {
            if (letter != 'x' && letter != 'j' && encoding.has(letter)) {
                for (int value : values(letter)) {
                    add(encoding.with(start, letter, value));
                }
            }
        }
        addPairsOf31(start);
        if (encoding.has('r')) {
            addBitPositions(start);
        }
    }

    private int[] values(char letter) {
        int width = encoding.width(letter);
        if (REGISTERS.contains(letter)) {
            return new int[] {30, 31};
        }
        if (width <= 4) {
            return IntStream.range(0, 1 << width).toArray();
        }
        int sign = 1 << (width - 1);
        return new int[] {0, sign - 1, sign, 2 * sign - 1};
    }

    private void addPairsOf31(int start) {
        for (char first : REGISTERS) {
            for (char second : REGISTERS) {
                if (first < second && encoding.has(first) && encoding.has(second)) {
                    add(encoding.with(encoding.with(start, first, 31), second, 31));
                    add(encoding.with(encoding.with(start, first, 7), second, 7));
                }
            }
        }
    }

    private void addBitPositions(int start) {
        for (int r : BIT_POSITIONS) {
            for (int s : BIT_POSITIONS) {
                add(encoding.with(encoding.with(start, 'r', r), 's', s));
            }
        }
    }

    private void add(int word) {
        if (encoding.matches(word)) {
            words.add(word);
        }
    }
}
