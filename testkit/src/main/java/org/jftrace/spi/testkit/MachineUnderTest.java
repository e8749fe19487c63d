package org.jftrace.spi.testkit;

import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;

/** A new machine that no ftrace core was opened on, and what the kit has to know about it. */
public interface MachineUnderTest extends AutoCloseable {
    /**
     * Returns the machine.
     *
     * @return always the same object
     */
    Machine machine();

    /**
     * Returns a CPU of the machine that does not run.
     *
     * @return always the same object
     */
    GuestCpu cpu();

    /**
     * Returns memory that guest code may read and write, such as a stack, and that nobody uses while the kit does.
     *
     * @return 16-byte aligned, 512 bytes or more
     */
    AddressRange writable();

    /**
     * Returns an address at which nothing is mapped.
     *
     * @return 16-byte aligned; 0 unless overridden
     */
    default long unmapped() {
        return 0;
    }

    /**
     * Returns how long a check waits for what has to happen before it calls that a failure. No check of a machine that does
     * what it should takes that long.
     *
     * @return in milliseconds; 30,000 unless overridden
     */
    default long patience() {
        return 30_000;
    }

    /** Ends the use of the machine; does nothing unless overridden. */
    @Override
    default void close() {}

    /**
     * Returns the machine's memory.
     *
     * @return as {@link Machine#memory} does
     */
    default CodeMemory memory() {
        return machine().memory();
    }
}
