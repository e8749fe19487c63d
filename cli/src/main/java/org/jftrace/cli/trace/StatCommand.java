package org.jftrace.cli.trace;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jftrace.Ftrace;
import org.jftrace.cli.guest.FilterOptions;
import org.jftrace.cli.guest.GuestOptions;
import org.jftrace.cli.guest.GuestProgram;
import org.jftrace.tracefs.profile.FunctionProfiler;
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

    @Mixin
    private FilterOptions functions = new FilterOptions();

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
            FunctionProfiler profiler = new FunctionProfiler(ftrace, program.maxCpus(), System::nanoTime);
            profiler.setFilter(functions.filter());
            profiler.setEnabled(true);
            int exitCode = program.run();
            profiler.setEnabled(false);
            PrintWriter table = spec.commandLine().getOut();
            table.print(profiler.text());
            table.flush();
            return exitCode;
        }
    }
}
