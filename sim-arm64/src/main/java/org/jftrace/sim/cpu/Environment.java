package org.jftrace.sim.cpu;

/** What lies outside a CPU. Everything is called on the thread that runs the CPU, between two instructions. */
public interface Environment {
    /**
     * Does what the operating system does for SVC. The CPU's pc is that of the next instruction, and the SVC has been
     * counted.
     *
     * @param cpu may be changed at will, its pc too
     * @param immediate of the instruction; 0 for Linux
     */
    void supervisorCall(Cpu cpu, int immediate);

    /**
     * Performs the host call at an address, if there is one. Asked only for addresses without decoded code, so a gate
     * must never lie in executable memory. The CPU synchronises its context after the call and goes on at x30, whatever
     * the call did to pc.
     *
     * @param cpu its pc is {@code address}; registers may be changed
     * @param address where the CPU wants to go on
     * @return false if there is no gate at the address; then nothing has been changed
     */
    boolean hostGate(Cpu cpu, long address);

    /**
     * Answers {@link Cpu#requestAttention}. The CPU has synchronised its context before the call, and does so again
     * afterwards.
     *
     * @param cpu its pc is that of the next instruction
     */
    void attention(Cpu cpu);

    /**
     * Reads the virtual counter, CNTVCT_EL0, which counts nanoseconds (CNTFRQ_EL0 is 1 GHz).
     *
     * @param cpu who reads; its instruction counter includes the MRS
     * @return never less than what was returned before
     */
    long virtualCount(Cpu cpu);
}
