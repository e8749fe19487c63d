package org.jftrace.cli.explore.scenario;

import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.ArchPort;

/** How the core sees a machine and an architecture; as they are, unless something is to be broken. */
public interface Embedding {
    /** As they are. */
    Embedding SOUND = new Embedding() {};

    /**
     * Returns the machine that core and port are to use.
     *
     * @param machine the real one
     * @return itself, or what stands between
     */
    default Machine machine(Machine machine) {
        return machine;
    }

    /**
     * Returns the port that the core is to use.
     *
     * @param port the real one
     * @param machine that it is bound to
     * @return itself, or what stands between
     */
    default ArchPort port(ArchPort port, Machine machine) {
        return port;
    }
}
