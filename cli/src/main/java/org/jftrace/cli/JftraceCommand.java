package org.jftrace.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jftrace.cli.compare.CompareCommand;
import org.jftrace.cli.explore.ExploreCommand;
import org.jftrace.cli.sh.ShCommand;
import org.jftrace.cli.sites.SitesCommand;
import org.jftrace.cli.stress.StressCommand;
import org.jftrace.cli.trace.StatCommand;
import org.jftrace.cli.trace.TraceCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself: knows its subcommands and nothing else. */
@Command(
        name = "jftrace",
        mixinStandardHelpOptions = true,
        version = "jftrace 0.1.0-SNAPSHOT",
        description = {
            "Traces the functions of an arm64 program while it runs, by patching its call sites.",
            "The program must be static and compiled with -fpatchable-function-entry=4,2 (or =2).%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  jftrace trace samples/guest/vfs.elf -f 'vfs_*'     every call of the VFS",
            "  jftrace trace samples/guest/smp.elf --cpus 2 -f smp_do_item --limit 20",
            "  jftrace trace samples/guest/vfs.elf -f 'vfs_*' --graph   as a tree",
            "  jftrace stat samples/guest/vfs.elf -f 'vfs_*'      how often, how long",
            "  jftrace sites samples/guest/vfs.elf -f vfs_read    what is patched",
            "  jftrace run samples/guest/hotloop.elf --stats      how fast it runs",
            "  jftrace sh --kernel samples/kernel                 a console with ftrace's files",
            "  jftrace compare                                    what each route costs",
            "  jftrace stress -m quick                            races, with JCStress",
            "  jftrace explore enable                             every interleaving of a CPU and a patcher",
            "",
            "Exit codes: of trace, stat and run the program's own, of sh the last command's; 1 after an error, 2 after wrong usage.",
            "JFTRACE_DEBUG=1 in the environment adds the stack trace to an error."
        })
final class JftraceCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * Makes a command line that reports errors in one line.
     *
     * @param in what the console reads
     * @param out for what the user asked for, and for what traced programs write
     * @param err for everything else
     */
    static CommandLine commandLine(InputStream in, PrintStream out, PrintStream err) {
        ErrorReports reports = new ErrorReports();
        return new CommandLine(new JftraceCommand())
                .addSubcommand(new TraceCommand(out))
                .addSubcommand(new StatCommand(out))
                .addSubcommand(new SitesCommand())
                .addSubcommand(new RunCommand(out))
                .addSubcommand(new ShCommand(in, out, err))
                .addSubcommand(new CompareCommand())
                .addSubcommand(new StressCommand())
                .addSubcommand(new ExploreCommand())
                .setOut(new PrintWriter(out, false, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(reports)
                .setExecutionExceptionHandler(reports)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing command: trace, stat, sites, run, sh, compare, explore or stress");
    }
}
