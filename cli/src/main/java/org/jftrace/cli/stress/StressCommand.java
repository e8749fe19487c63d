package org.jftrace.cli.stress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the stress tests at length. */
@Command(
        name = "stress",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the concurrency stress tests of jftrace with JCStress, and leaves its report.",
            "What is passed after -- goes to the harness; -- -h says what it takes.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  jftrace stress                     all, as JCStress does by default; hours",
            "  jftrace stress -m quick -t J2      those from J20 to J29, a minute or two",
            "  jftrace stress -t J04 -- -jvmArgs -Xint",
            "",
            "Exit code: 1 if a test did not pass, or none was run; 2 after wrong usage."
        })
public final class StressCommand implements Callable<Integer> {
    /** How long the harness takes over each test; its own presets. */
    private enum Mode {
        QUICK,
        DEFAULT,
        TOUGH;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "-m", paramLabel = "MODE", description = "quick, default or tough (default: ${DEFAULT-VALUE})")
    private Mode mode = Mode.DEFAULT;

    @Option(names = "-t", paramLabel = "REGEX", description = "only tests in whose name it is found")
    private String tests = ".*";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = "where the report goes (default: jcstress/target/stress of the tree)")
    private Path folder = Path.of(System.getProperty("jftrace.home", "."), "jcstress", "target", "stress");

    @Parameters(paramLabel = "OPTION", description = "of the harness")
    private List<String> options = List.of();

    /** Makes the command. */
    public StressCommand() {}

    @Override
    public Integer call() throws Exception {
        Path jar = Path.of(System.getProperty("jftrace.home", "."), "jcstress", "target", "jcstress.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IOException(jar + ": is not there; ./mvnw -pl jcstress -am -DskipTests package makes it");
        }
        Files.createDirectories(folder);
        Path log = folder.resolve("output.txt");
        Progress progress = new Progress();
        int status = run(command(jar.toAbsolutePath()), log, progress);
        PrintWriter out = spec.commandLine().getOut();
        out.println(progress.counts());
        out.println("report: " + folder.resolve("results/index.html").normalize());
        out.println("output: " + log.normalize());
        out.flush();
        return status == 0 && progress.isGood() ? 0 : 1;
    }

    private List<String> command(Path jar) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", jar.toString(), "-m", mode.toString(), "-t", tests, "-r", "results"));
        command.addAll(options);
        return command;
    }

    /** The harness goes when this program is ended. */
    private int run(List<String> command, Path log, Progress progress) throws IOException, InterruptedException {
        Process harness = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        Thread end = new Thread(harness::destroy);
        Runtime.getRuntime().addShutdownHook(end);
        try (BufferedReader lines = harness.inputReader(StandardCharsets.UTF_8);
                PrintWriter copy = new PrintWriter(Files.newBufferedWriter(log))) {
            String line = lines.readLine();
            while (line != null) {
                copy.println(line);
                show(progress, line);
                line = lines.readLine();
            }
        } finally {
            Runtime.getRuntime().removeShutdownHook(end);
        }
        return harness.waitFor();
    }

    /** On a terminal a bar, and above it what did not pass. */
    private void show(Progress progress, String line) {
        PrintWriter err = spec.commandLine().getErr();
        boolean terminal = Boolean.getBoolean("jftrace.terminal");
        if (line.matches(".*\\[(FAILED|ERROR|SOFT ERROR)].*")) {
            err.print(terminal ? "\r\u001b[K" : "");
            err.println(line.strip());
        }
        if (progress.read(line) && terminal) {
            err.print("\r" + progress.bar());
        }
        err.flush();
    }
}
