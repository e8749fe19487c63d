package org.jftrace.cli.guest;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which program, on how many CPUs. */
public final class GuestOptions {
    private static final int MOST_CPUS = 64;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ELF", description = "a static arm64 program, such as samples/guest/vfs.elf")
    private Path elf = Path.of("");

    private int cpus = 1;

    @Option(
            names = "--cpus",
            paramLabel = "N",
            defaultValue = "1",
            description = "run on N CPUs, 1 to " + MOST_CPUS + " (default: 1); the program is told through its word"
                    + " smp_cpus, and each further CPU starts at secondary_start")
    void setCpus(int n) {
        if (n < 1 || n > MOST_CPUS) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--cpus': " + n + " is not in 1 to " + MOST_CPUS);
        }
        cpus = n;
    }

    public Path elf() {
        return elf;
    }

    public int cpus() {
        return cpus;
    }
}
