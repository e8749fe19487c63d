package org.jftrace.arm64.a64.witness;

import java.util.Random;
import org.jftrace.arm64.a64.Encoding;
import org.jftrace.arm64.a64.Form;

/** Allocated words of a form with random fields. */
final class RandomWords {
    private static final String REGISTERS = "dnmatus";

    private final Random random;

    RandomWords(Random random) {
        this.random = random;
    }

    /** Ignored bits are ones, as GNU as writes them. Registers are 31 and fields all zeros or all ones often. */
    int next(Form form) {
        Encoding encoding = form.encoding();
        int word;
        do {
            word = encoding.value();
            for (char letter = 'A'; letter <= 'z'; letter++) {
                if (letter != 'x' && letter != 'j' && encoding.has(letter)) {
                    word = encoding.with(word, letter, field(letter, encoding.width(letter)));
                }
            }
        } while (!encoding.matches(word));
        return word;
    }

    private int field(char letter, int width) {
        int all = (1 << width) - 1;
        return switch (random.nextInt(8)) {
            case 0 -> REGISTERS.indexOf(letter) < 0 ? 0 : 31;
            case 1 -> all;
            default -> random.nextInt(all + 1);
        };
    }
}
