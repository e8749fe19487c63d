package org.jftrace.bpf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jftrace.Ftrace;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.ArchPort;
import org.jftrace.spi.arch.image.FunctionModel;

/** A guest program on the reference machine with ftrace and bpf, and what its programs wrote down. */
final class Guest implements AutoCloseable {
    static final Path FOLDER = Path.of("..", "samples", "guest");
    static final BpfTarget.Function ACKERMANN = new BpfTarget.Function("ackermann", FunctionModel.ofLongs(2));

    final SimMachine machine;
    final Ftrace ftrace;
    final Bpf bpf;
    final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private Guest(String elf, int cpus, UnaryOperator<Machine> machineOf, UnaryOperator<ArchPort> archOf) {
        try {
            machine = SimMachine.builder(FOLDER.resolve(elf))
                    .cpus(cpus)
                    .stdout(said)
                    .stderr(OutputStream.nullOutputStream())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Machine seen = machineOf.apply(machine);
        Arm64Port arch = Arm64Port.on(seen);
        ftrace = FtraceCore.open(seen, arch);
        bpf = Bpf.open(
                ftrace,
                seen,
                archOf.apply(arch),
                BpfPolicy.byName()
                        .orInjection(name -> name.startsWith("ackermann"))
                        .orHook(name -> name.startsWith("vfs_")));
    }

    Guest(String elf, int cpus) {
        this(elf, cpus, machine -> machine, arch -> arch);
    }

    Guest(String elf, int cpus, Faulty faulty) {
        this(elf, cpus, faulty::machine, faulty::arch);
    }

    Guest() {
        this("vfs.elf", 1);
    }

    String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    static String expected(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program that writes down its name and first two arguments. */
    BpfProgram noting(String name, AttachType type) {
        return bpf.program(name, type).load(context -> {
            String result = type == AttachType.FEXIT ? " = " + context.returnValue() : "";
            log.add(name + "(" + context.argument(0) + ", " + context.argument(1) + ")" + result);
            return 0;
        });
    }

    int word(String function) {
        return machine.memory().readWord(site(function));
    }

    long site(String function) {
        return ftrace.select(org.jftrace.Filter.name(function))[0];
    }

    @Override
    public void close() {
        ftrace.close();
        machine.close();
    }
}
