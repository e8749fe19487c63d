package org.jftrace.arm64.a64.text;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;
import org.jftrace.arm64.a64.Encoding;

/**
 * Reads one instruction: the inverse of {@link Disassembler}, over the same spellings. Blanks and {@code #} are free, as in
 * GNU as, and so is the case of everything but names of labels.
 */
public final class InstructionParser {
    private static final List<Spelling> SPELLINGS = Spelling.all();

    private InstructionParser() {}

    /**
     * Reads one instruction.
     *
     * @param text such as {@code add x0, x1, #0x10}
     * @param pc its address, from which those of labels are counted
     * @param symbols gives the address that a name stands for
     * @return the word
     * @throws IllegalArgumentException if there is no such instruction; the message has the text, what is wrong with it and
     *     the range of what is out of range. And what {@code symbols} throws
     */
    public static int parse(String text, long pc, ToLongFunction<String> symbols) {
        Reading.Mismatch furthest = new Reading.Mismatch(-1, "no such instruction");
        for (Spelling spelling : SPELLINGS) {
            Reading in = new Reading(text, spelling.form(), pc, symbols);
            try {
                spelling.read(in);
                OptionalInt word = fill(spelling, in, 'A', in.word());
                if (word.isPresent()) {
                    return word.getAsInt();
                }
                throw in.mismatch("no such combination of operands");
            } catch (Reading.Mismatch mismatch) {
                furthest = mismatch.at > furthest.at ? mismatch : furthest;
            }
        }
        String mnemonic = text.strip().split("\\s", 2)[0];
        String reason = furthest.at < mnemonic.length() ? "no instruction " + mnemonic : furthest.getMessage();
        throw new IllegalArgumentException(text.strip() + ": " + reason, furthest);
    }

    /** Tries all values of fields that the text says nothing of, from a letter on: the alias tells which are meant. */
    private static OptionalInt fill(Spelling spelling, Reading in, char from, int word) {
        Encoding encoding = spelling.form().encoding();
        for (char letter = from; letter <= 'z'; letter++) {
            if (encoding.has(letter) && letter != 'x' && letter != 'j' && !in.mentions(letter)) {
                for (int value = 0; value < 1 << encoding.width(letter); value++) {
                    OptionalInt filled = fill(spelling, in, (char) (letter + 1), encoding.with(word, letter, value));
                    if (filled.isPresent()) {
                        return filled;
                    }
                }
                return OptionalInt.empty();
            }
        }
        boolean holds = encoding.matches(word) && spelling.holds(new Instruction(spelling.form(), word, in.pc()));
        return holds ? OptionalInt.of(word) : OptionalInt.empty();
    }
}
