package org.jftrace.cli.compare;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jftrace.cli.compare.time.Forks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares what a traced call costs by each route. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Says what a traced call costs by each route: ops, direct calls, fprobes, kretprobe, function graph, BPF"
                    + " programs. Guest instructions are counted one by one and are the same in each run; times are CPU"
                    + " time in JVMs of their own, with the error of 99.9 %% confidence.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  jftrace compare                          all, in about two minutes",
            "  jftrace compare --no-time --csv          what is the same in each run",
            "  jftrace compare --svg chart.svg",
            "",
            "Exit code: 0; 1 after an error, 2 after wrong usage."
        })
public final class CompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "VFS_ELF",
            defaultValue = "samples/guest/vfs.elf",
            description = "the guest program vfs.elf (default: ${DEFAULT-VALUE})")
    private Path vfs = Path.of("");

    @ArgGroup
    private Format format = new Format();

    @Option(names = "--no-time", description = "measure no time")
    private boolean untimed;

    private int forks;
    private int rounds;

    @Option(names = "--svg", paramLabel = "FILE", description = "draw a bar chart, too")
    private @Nullable Path svg;

    /** One of them, or none. */
    private static final class Format {
        @Option(names = "--csv", description = "print CSV")
        private boolean csv;

        @Option(names = "--json", description = "print JSON")
        private boolean json;
    }

    /** Makes the command. */
    public CompareCommand() {}

    @Option(
            names = "--forks",
            paramLabel = "N",
            defaultValue = "4",
            description = "measure time in N JVMs (default: ${DEFAULT-VALUE})")
    void setForks(int n) {
        forks = positive("--forks", n);
    }

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "N samples in each (default: ${DEFAULT-VALUE})")
    void setRounds(int n) {
        rounds = positive("--rounds", n);
    }

    private int positive(String option, int n) {
        if (n < 1) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '" + option + "': " + n + " is not at least 1");
        }
        return n;
    }

    @Override
    public Integer call() throws Exception {
        Comparison comparison = Comparison.of(vfs, untimed ? null : Forks.run(vfs, forks, rounds));
        Report report = format.csv ? new CsvReport() : format.json ? new JsonReport() : new TextReport(!untimed);
        report.print(comparison, spec.commandLine().getOut());
        if (svg != null) {
            BarChart.write(comparison, svg);
        }
        return 0;
    }
}
