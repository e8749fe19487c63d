package org.jftrace.sim.cpu;

/** Turns words into steps; a pure function. Keeps the run loop from depending on what instructions do. */
public interface Predecoder {
    /**
     * Decodes an instruction.
     *
     * @param address of the word; what depends on it (ADR, branches) is computed here
     * @param word any; what is not allocated becomes a step that throws
     * @return its step
     */
    Step decode(long address, int word);

    /**
     * Shows an instruction in a message.
     *
     * @param address of the word
     * @param word any
     * @return assembler text
     */
    String describe(long address, int word);
}
