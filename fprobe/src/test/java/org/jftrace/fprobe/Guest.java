package org.jftrace.fprobe;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.rethook.Rethooks;
import org.jftrace.rethook.kretprobe.Kretprobes;
import org.jftrace.sim.SimMachine;

/** A guest program on the reference machine, with probes. */
final class Guest implements AutoCloseable {
    static final Path FOLDER = Path.of("..", "samples", "guest");
    static final Filter ACKERMANN = Filter.name("ackermann");

    final SimMachine machine;
    final Ftrace ftrace;
    final Rethooks rethooks;
    final Fprobes fprobes;
    final Kretprobes kretprobes;

    Guest(String elf, int cpus, OutputStream stdout) {
        try {
            machine = SimMachine.builder(FOLDER.resolve(elf))
                    .cpus(cpus)
                    .stdout(stdout)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
        rethooks = Rethooks.on(ftrace, cpus);
        fprobes = Fprobes.on(ftrace, rethooks, cpus);
        kretprobes = Kretprobes.on(ftrace, rethooks, cpus);
    }

    Guest() {
        this("vfs.elf", 1, OutputStream.nullOutputStream());
    }

    long ackermann(long m, long n) {
        return machine.call("ackermann", m, n);
    }

    long ip(String function) {
        return ftrace.select(Filter.name(function))[0];
    }

    @Override
    public void close() {
        ftrace.close();
        machine.close();
    }
}
