package org.jftrace.cli.trace;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.cli.guest.FilterOptions;
import org.jftrace.cli.guest.GuestOptions;
import org.jftrace.cli.guest.GuestProgram;
import org.jftrace.cli.guest.Symbolizer;
import org.jftrace.graph.ReturnType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a program and prints the calls of some of its functions. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a program and prints each call of the selected functions, and at the end calls per function.",
            "",
            "A line of trace shows the task, the CPU, the time, the function with its first arguments, and the"
                    + " place it was called from. Nobody knows how many arguments a function has: the registers are"
                    + " printed as they were, and what lies beyond the last argument means nothing.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  jftrace trace samples/guest/vfs.elf -f 'vfs_*'",
            "  jftrace trace samples/guest/vfs.elf -f 'vfs_*' -n vfs_read -n vfs_write",
            "  jftrace trace samples/guest/vfs.elf -f blk_submit --args 11",
            "  jftrace trace samples/guest/vfs.elf -f 'vfs_*' --ret --type vfs_mounted=bool",
            "  jftrace trace samples/guest/smp.elf --cpus 2 -f smp_do_item -o trace.txt",
            "",
            "Exit code: the program's own; 1 after an error, 2 after wrong usage.",
            "While the trace goes to stdout, lines of the program and of the trace follow each other whole, in the"
                    + " order in which they came about; with -o the program has stdout for itself."
        })
public final class TraceCommand implements Callable<Integer> {
    private static final int MOST_ARGUMENTS = 16;

    private final PrintStream out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private GuestOptions guest = new GuestOptions();

    @Mixin
    private FilterOptions functions = new FilterOptions();

    @Option(names = "--graph", description = "print calls as a tree, with how long each took")
    private boolean graph;

    @Option(names = "--ret", description = "print what functions return; implies --graph")
    private boolean results;

    @Option(
            names = "--type",
            paramLabel = "FUNCTION=TYPE",
            converter = {TypeOption.Name.class, TypeOption.class},
            description =
                    "print what FUNCTION returns as void, bool, char, s8 to s64, u8 to u64 or x8 to x64; implies"
                            + " --ret; may be given several times (default: hexadecimal, or what looks like an error as a number)")
    private Map<String, ReturnType> types = Map.of();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "print the first N calls only, of a tree the first N lines; the table counts all calls")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--args",
            paramLabel = "N",
            defaultValue = "4",
            description = "print N arguments of each call, 0 to " + MOST_ARGUMENTS + " (default: 4)")
    private int arguments = 4;

    @Option(
            names = "--clock",
            paramLabel = "NAME",
            defaultValue = "global",
            description = "time stamps: global (seconds since the start, the default) or counter (numbers the calls)")
    private Clock clock = Clock.global;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "write the trace to FILE instead of stdout")
    private @Nullable Path output;

    /**
     * Makes the command.
     *
     * @param out takes what traced programs write
     */
    public TraceCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws Exception {
        requireRange("--args", arguments, MOST_ARGUMENTS);
        requireRange("--limit", limit, Long.MAX_VALUE);
        if (output == null) {
            return trace(spec.commandLine().getOut(), true);
        }
        try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(output))) {
            int exitCode = trace(file, false);
            if (file.checkError()) {
                throw new IOException(output + ": could not be written");
            }
            return exitCode;
        }
    }

    private int trace(PrintWriter trace, boolean shared) throws Exception {
        Screen screen = new Screen(out, trace, shared);
        try (GuestProgram program = GuestProgram.load(guest, screen.programOutput());
                Ftrace ftrace = program.openFtrace()) {
            CallCounts counts = new CallCounts(ftrace.sites());
            Registration registration = graph || results || !types.isEmpty()
                    ? startGraph(ftrace, screen, counts)
                    : startLog(ftrace, screen, counts, new Symbolizer(program.symbols()));
            int exitCode = run(program, screen);
            registration.close();
            counts.print(trace);
            trace.flush();
            if (registration.errors() > 0) {
                throw new IllegalStateException(registration.errors() + " calls could not be printed");
            }
            return exitCode;
        }
    }

    private Registration startLog(Ftrace ftrace, Screen screen, CallCounts counts, Symbolizer symbolizer) {
        TraceLog.Format format = new TraceLog.Format(arguments, limit);
        TraceLog log = new TraceLog(screen, counts, symbolizer, clock.start(), ftrace::currentCpu, format);
        log.heading();
        return ftrace.register(FtraceOps.of("jftrace", functions.filter(), log));
    }

    private Registration startGraph(Ftrace ftrace, Screen screen, CallCounts counts) {
        Results shown = new Results(results || !types.isEmpty(), ftrace.sites(), types);
        GraphLog log = new GraphLog(screen, counts, shown, clock == Clock.global, limit);
        log.heading();
        return ftrace.graphs().register(log.ops(functions.filter()));
    }

    /** Shows what there is even if the program ends with a fault. */
    private static int run(GuestProgram program, Screen screen) throws Exception {
        try {
            return program.run();
        } finally {
            screen.finish();
        }
    }

    private void requireRange(String option, long value, long most) {
        if (value < 0 || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '" + option + "': " + value + " is not in 0 to " + most);
        }
    }
}
