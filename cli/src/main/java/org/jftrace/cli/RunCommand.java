package org.jftrace.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jftrace.cli.guest.GuestOptions;
import org.jftrace.cli.guest.GuestProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a program without a tracer. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs a program untraced: its call sites stay as they were compiled.%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  jftrace run samples/guest/vfs.elf",
            "  jftrace run samples/guest/smp.elf --cpus 2 --stats",
            "",
            "Exit code: the program's own; 1 after an error, 2 after wrong usage."
        })
final class RunCommand implements Callable<Integer> {
    private final PrintStream out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private GuestOptions guest = new GuestOptions();

    @Option(names = "--stats", description = "say on stderr how many instructions ran, and how fast")
    private boolean stats;

    RunCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws Exception {
        try (GuestProgram program = GuestProgram.load(guest, out)) {
            long start = System.nanoTime();
            int exitCode = program.run();
            double seconds = (System.nanoTime() - start) / 1e9;
            out.flush();
            if (stats) {
                printStats(spec.commandLine().getErr(), program.instructions(), seconds);
            }
            return exitCode;
        }
    }

    private void printStats(PrintWriter err, long instructions, double seconds) {
        err.printf(
                Locale.ROOT,
                "%d instructions on %d %s in %.3f s: %.1f million a second%n",
                instructions,
                guest.cpus(),
                guest.cpus() == 1 ? "CPU" : "CPUs",
                seconds,
                instructions / seconds / 1e6);
        err.flush();
    }
}
