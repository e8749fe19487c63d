package org.jftrace.cli.sh;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jftrace.cli.sh.machine.KernelTarget;
import org.jftrace.cli.sh.machine.ProgramTarget;
import org.jftrace.cli.sh.machine.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A console with the control files of ftrace. */
@Command(
        name = "sh",
        mixinStandardHelpOptions = true,
        description = {
            "A shell in the root of tracefs, as on a kernel's serial console: the control files of ftrace, without"
                    + " a file system that is mounted.",
            "",
            "With --kernel the machine is the text of a recorded kernel: its call sites are patched as the kernel"
                    + " patches them, and nothing is executed. With ELF it is a program, and `run' calls its"
                    + " functions.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  jftrace sh --kernel samples/kernel             type, end with ctrl-D",
            "  jftrace sh --kernel samples/kernel script.sh",
            "  jftrace sh samples/guest/vfs.elf",
            "",
            "A first session:",
            "  cat available_tracers",
            "  echo vfs_read > set_ftrace_filter",
            "  echo function > current_tracer",
            "  cat enabled_functions",
            "  words vfs_read            the words at the call site",
            "",
            "The language: quotes, $v, $?, v=text, $(command), | && || ; #, for v in ...; do ...; done,"
                    + " and > >> < <> 2>&1 >&3 also with exec. Names are not matched against files.",
            "",
            "The commands: echo [-ne], printf, cat, head, tail, wc -l, grep [-cEinqv], ls, mkdir, rmdir, sleep, true,"
                    + " false, exit, and:",
            "  open FD MODE PATH         one open(2); MODE is > >> <> or <",
            "  write FD \"bytes\\n\"        one write(2): the count taken, or the errno",
            "  close FD                  one close(2)",
            "  words [NAME...]           ip, function, literal, word at ip-4 and at ip, branch target; of all call"
                    + " sites without a name",
            "  insmod NAME, rmmod NAME   load and unload a module of the recording",
            "  bpf attach fentry|fexit FUNCTION as LINK, bpf detach LINK, bpf detach all links, bpf show",
            "  run SYMBOL [ARG...]       call a function of the program, print x0",
            "",
            "The file F has the names that the recording calls F. A path that begins with / or ./ is the host's,"
                    + " unless it is below /sys/kernel/tracing or /proc/sys/kernel/ftrace_enabled.",
            "",
            "Exit code: the last command's; 2 after a syntax error or wrong usage."
        })
public final class ShCommand implements Callable<Integer> {
    /** Set by the script {@code jftrace}, which can tell; Java 17 cannot. */
    private static final String TERMINAL = "jftrace.terminal";

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--kernel",
            paramLabel = "DIR",
            description = "the recording of a kernel: sites.tsv.gz, symbols.tsv, modules.txt, F.tsv")
    private @Nullable Path kernel;

    @Parameters(
            paramLabel = "[ELF] [SCRIPT]",
            hideParamSyntax = true,
            arity = "0..*",
            description =
                    "a static arm64 program, unless there is --kernel; and a script, or else standard input is read")
    private List<Path> paths = List.of();

    /**
     * Makes the command.
     *
     * @param in standard input
     * @param out standard output
     * @param err error output
     */
    public ShCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws IOException {
        int needed = kernel == null ? 1 : 0;
        if (paths.size() < needed) {
            throw new ParameterException(spec.commandLine(), "Missing required parameter: 'ELF', or --kernel DIR");
        }
        if (paths.size() > needed + 1) {
            throw new ParameterException(spec.commandLine(), "Unmatched argument: '" + paths.get(needed + 1) + "'");
        }
        try (InputStream script = paths.size() > needed ? open(paths.get(needed)) : in;
                Target target = kernel == null ? ProgramTarget.load(paths.get(0), out) : KernelTarget.load(kernel);
                Console console = new Console(target, in, out, err)) {
            return console.run(script, paths.size() == needed && Boolean.getBoolean(TERMINAL));
        }
    }

    private static InputStream open(Path script) throws IOException {
        return new BufferedInputStream(Files.newInputStream(script));
    }
}
