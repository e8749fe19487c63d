package org.jftrace.spi.testkit;

/** A part of the kit: checks, each of which opens a machine of its own and closes it. */
public interface Conformance {
    /**
     * Makes a machine.
     *
     * @return a new one
     * @throws Exception what the check then fails with
     */
    MachineUnderTest open() throws Exception;
}
