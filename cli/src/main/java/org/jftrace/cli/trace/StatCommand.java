package org.jftrace.cli.trace;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.Registration;
import org.jftrace.cli.guest.GuestOptions;
import org.jftrace.cli.guest.GuestProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a program and prints how often and how long its functions ran. */
@Command(
        name = "stat",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a program and prints for each selected function how often it was called and how long it took, its"
                    + " callees included; the table of the kernel's trace_stat/function.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  jftrace stat samples/guest/vfs.elf -f 'vfs_*'",
            "",
            "Exit code: the program's own; 1 after an error, 2 after wrong usage."
        })
public final class StatCommand implements Callable<Integer> {
    private final PrintStream out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private GuestOptions guest = new GuestOptions();

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "GLOB",
            description = "functions whose name matches; may be given several times (default: all)")
    private List<String> filters = List.of();

    @Option(
            names = {"-n", "--notrace"},
            paramLabel = "NOTRACE_GLOB",
            description = "but not those whose name matches; may be given several times")
    private List<String> notrace = List.of();

    @Option(names = "--quiet", description = "drop what the program writes to stdout")
    private boolean quiet;

    /**
     * Makes the command.
     *
     * @param out takes what programs write
     */
    public StatCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws Exception {
        try (GuestProgram program = GuestProgram.load(guest, quiet ? OutputStream.nullOutputStream() : out);
                Ftrace ftrace = program.openFtrace()) {
            Profile profile = new Profile(ftrace.sites());
            Registration registration = ftrace.graphs().register(profile.ops(filter()));
            int exitCode = program.run();
            registration.close();
            PrintWriter table = spec.commandLine().getOut();
            profile.print(table);
            table.flush();
            return exitCode;
        }
    }

    private Filter filter() {
        Filter selected = filters.isEmpty() ? Filter.all() : Filter.glob(filters.toArray(String[]::new));
        return notrace.isEmpty() ? selected : selected.except(notrace.toArray(String[]::new));
    }
}
