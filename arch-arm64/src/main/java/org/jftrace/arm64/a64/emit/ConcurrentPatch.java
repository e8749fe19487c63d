package org.jftrace.arm64.a64.emit;

import static org.jftrace.arm64.a64.BranchesExceptionsSystem.B;
import static org.jftrace.arm64.a64.BranchesExceptionsSystem.BL;
import static org.jftrace.arm64.a64.BranchesExceptionsSystem.BRK;
import static org.jftrace.arm64.a64.BranchesExceptionsSystem.HVC;
import static org.jftrace.arm64.a64.BranchesExceptionsSystem.ISB;
import static org.jftrace.arm64.a64.BranchesExceptionsSystem.NOP;
import static org.jftrace.arm64.a64.BranchesExceptionsSystem.SMC;
import static org.jftrace.arm64.a64.BranchesExceptionsSystem.SVC;

import java.util.List;
import java.util.stream.Stream;
import org.jftrace.arm64.a64.Encoding;
import org.jftrace.arm64.a64.Form;
import org.jftrace.arm64.a64.text.Disassembler;

/**
 * Which word may replace which while other CPUs may be executing it (Arm ARM B2.2.5, "Concurrent modification and
 * execution of instructions").
 *
 * <p>Between B, BL, BRK, HVC, ISB, NOP, SMC and SVC, in both directions, a CPU executes the old word or the new one,
 * nothing else; the new one for sure after it has executed a context synchronisation event that follows the completion
 * of cache maintenance. For every other pair it may execute anything at all that it could execute otherwise: all CPUs
 * must be stopped.
 */
public final class ConcurrentPatch {
    private static final List<Encoding> SWAPPABLE =
            Stream.of(NOP, BL, B, BRK, HVC, ISB, SMC, SVC).map(Form::encoding).toList();

    private ConcurrentPatch() {}

    /** {@return whether {@code newWord} may replace {@code oldWord} under execution} */
    public static boolean allowed(int oldWord, int newWord) {
        return oldWord == newWord || (isSwappable(oldWord) && isSwappable(newWord));
    }

    /**
     * Refuses what is not {@link #allowed}.
     *
     * @throws IllegalArgumentException naming both instructions, branch targets being relative to 0
     */
    public static void check(int oldWord, int newWord) {
        if (!allowed(oldWord, newWord)) {
            throw new IllegalArgumentException("cannot replace " + describe(oldWord) + " by " + describe(newWord)
                    + " while CPUs may execute it: only B, BL, BRK, HVC, ISB, NOP, SMC and SVC can be swapped"
                    + " without stopping them");
        }
    }

    /** What ftrace swaps is looked for first, and fast: this is asked at tens of thousands of sites in a row. */
    private static boolean isSwappable(int word) {
        if (word == SystemInstructions.NOP || Branches.isBl(word)) {
            return true;
        }
        for (Encoding encoding : SWAPPABLE) {
            if (encoding.matches(word)) {
                return true;
            }
        }
        return false;
    }

    private static String describe(int word) {
        return String.format("%08x (%s)", word, Disassembler.disassemble(word, 0));
    }
}
