package org.jftrace.sim.memory;

/** What guest code may do with a region. Nothing is ever writable and executable. */
public enum Protection {
    /** Mapped, but closed to guest code. */
    NONE,
    /** Constants. */
    READ,
    /** Data and stacks. */
    READ_WRITE,
    /** Text, with its literals. */
    READ_EXECUTE,
    /** Text that cannot be read as data. */
    EXECUTE;

    boolean allows(Access access) {
        return switch (access) {
            case READ -> this == READ || this == READ_WRITE || this == READ_EXECUTE;
            case WRITE -> this == READ_WRITE;
            case EXECUTE -> this == READ_EXECUTE || this == EXECUTE;
        };
    }
}
