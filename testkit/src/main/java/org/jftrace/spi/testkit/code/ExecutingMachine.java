package org.jftrace.spi.testkit.code;

import org.jftrace.spi.testkit.MachineUnderTest;

/** A machine that executes what is written into its memory. */
public interface ExecutingMachine extends MachineUnderTest {
    /**
     * Calls guest code and waits for its end. Never called twice at a time.
     *
     * @param function the address of its first instruction, or a gate
     * @param arguments for x0 to x7
     * @return x0
     * @throws RuntimeException if the CPU did what it may not do; if a host call threw, that is among its causes
     */
    long call(long function, long... arguments);
}
