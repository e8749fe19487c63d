package org.jftrace.sim.memory;

/** What guest code tried to do with an address. */
public enum Access {
    /** A load, also the load of an exclusive or of a compare that fails. */
    READ,
    /** A store, or any atomic read-modify-write. */
    WRITE,
    /** An instruction fetch. */
    EXECUTE
}
