package org.jftrace.cli.sh.machine;

import java.util.Optional;
import org.jftrace.Ftrace;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.ArchPort;

/** A machine with ftrace on it. */
public interface Target extends AutoCloseable {
    /** The machine. */
    Machine machine();

    /** Ftrace on it. */
    Ftrace ftrace();

    /** The architecture port that the ftrace stands on. */
    ArchPort arch();

    /** What the file {@code F} reads, if there is one. */
    Optional<String> functions();

    /**
     * Puts a module's code in memory.
     *
     * @throws org.jftrace.FtraceException ENOENT if the module is not known
     */
    SymbolTable mapModule(String name);

    /** Takes a module's code out of memory. */
    void unmapModule(String name);

    /**
     * Calls a function on CPU 0.
     *
     * @return what it returned in x0
     * @throws org.jftrace.FtraceException ENOSYS if the machine executes nothing
     */
    long call(String symbol, long... arguments);

    @Override
    void close();
}
