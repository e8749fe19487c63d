package org.jftrace.cli.sh.machine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jftrace.Errno;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.GuestFault;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.ArchPort;

/** A program in the reference machine. */
public final class ProgramTarget implements Target {
    private final SimMachine machine;
    private final ArchPort arch;
    private final Ftrace ftrace;

    private ProgramTarget(SimMachine machine) {
        this.machine = machine;
        arch = Arm64Port.on(machine);
        ftrace = FtraceCore.open(machine, arch);
    }

    /**
     * Loads a program.
     *
     * @param elf its file
     * @param stdout takes what it writes
     * @throws IOException if it cannot be read, or is no program for the machine
     */
    public static ProgramTarget load(Path elf, OutputStream stdout) throws IOException {
        return new ProgramTarget(SimMachine.builder(elf).stdout(stdout).build());
    }

    @Override
    public Machine machine() {
        return machine;
    }

    @Override
    public Ftrace ftrace() {
        return ftrace;
    }

    @Override
    public ArchPort arch() {
        return arch;
    }

    @Override
    public Optional<String> functions() {
        return Optional.empty();
    }

    @Override
    public SymbolTable mapModule(String name) {
        throw new FtraceException(Errno.ENOENT, "a program has no modules: no " + name);
    }

    @Override
    public void unmapModule(String name) {
        throw new FtraceException(Errno.ENOENT, "a program has no modules: no " + name);
    }

    @Override
    public long call(String symbol, long... arguments) {
        if (machine.symbols().named(symbol).isEmpty()) {
            throw new FtraceException(Errno.ENOENT, "no function " + symbol);
        }
        try {
            return machine.call(symbol, arguments);
        } catch (GuestFault fault) {
            throw new FtraceException(Errno.EFAULT, String.valueOf(fault.getMessage()), fault);
        }
    }

    @Override
    public void close() {
        ftrace.close();
        machine.close();
    }
}
