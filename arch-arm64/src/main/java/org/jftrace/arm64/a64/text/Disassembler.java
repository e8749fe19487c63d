package org.jftrace.arm64.a64.text;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.Form;

/**
 * Prints words as GNU objdump does ({@code objdump -d -M aliases}), with three differences that make the text one that
 * GNU as accepts: a space and not a tab follows the mnemonic, the address of a label has {@code 0x} before it and no
 * symbol behind, and there are no comments.
 */
public final class Disassembler {
    private static final Map<Form, List<Spelling>> SPELLINGS =
            Spelling.all().stream().collect(Collectors.groupingBy(Spelling::form));

    private Disassembler() {}

    /**
     * Prints one instruction.
     *
     * @param word the instruction
     * @param pc its address, from which those of labels are counted
     * @return such as {@code add x0, x1, #0x10}; {@code .inst 0x1e204000} when the decoder has no form for the word
     */
    public static String disassemble(int word, long pc) {
        Form form = Decoder.decode(word);
        if (form == null) {
            return String.format(".inst 0x%08x", word);
        }
        Instruction instruction = new Instruction(form, word, pc);
        return SPELLINGS.getOrDefault(form, List.of()).stream()
                .filter(spelling -> spelling.holds(instruction))
                .findFirst()
                .orElseThrow()
                .print(instruction);
    }
}
