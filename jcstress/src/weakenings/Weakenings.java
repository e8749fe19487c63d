import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Makes each weakening of {@code list.txt} on a copy of the tree, and looks whether the test it names fails.
 *
 * <pre>
 *     java jcstress/src/weakenings/Weakenings.java            all; an hour on two cores
 *     java jcstress/src/weakenings/Weakenings.java W03 W17    some
 * </pre>
 *
 * Ends with 1 if one survives. Before a test is believed it has to pass on the tree as it is. Builds offline, so {@code ./mvnw verify}
 * has to have run once.
 */
public final class Weakenings {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final int HUNG = -1;
    private static final int LONGEST_TEST_MINUTES = 8;

    private final Path scratch;
    private final Map<String, Boolean> sound = new TreeMap<>();

    private Weakenings(Path scratch) {
        this.scratch = scratch;
    }

    /** One change, and who sees it. */
    private record Weakening(String id, String what, String file, String before, String after, String module, String test) {
        String row(String verdict) {
            return "| " + id + " | " + what + " | " + module + ", `" + test + "` | " + verdict + " |";
        }
    }

    public static void main(String[] ids) throws IOException, InterruptedException {
        List<Weakening> chosen = read(ROOT.resolve("jcstress/src/weakenings/list.txt"));
        chosen.removeIf(weakening -> ids.length > 0 && !List.of(ids).contains(weakening.id));
        Path scratch = Files.createTempDirectory("weakenings").resolve("main");
        run(ROOT, "cp", "-a", ROOT.toString(), scratch.toString());
        Files.createSymbolicLink(scratch.resolveSibling("shared"), ROOT.resolveSibling("shared"));
        Weakenings trial = new Weakenings(scratch);
        int survivors = 0;
        System.out.println("| | weakening | caught by | |\n|---|---|---|---|");
        for (Weakening weakening : chosen) {
            String verdict = trial.judge(weakening);
            survivors += verdict.startsWith("caught") ? 0 : 1;
            System.out.println(weakening.row(verdict));
        }
        System.out.println("\n" + (chosen.size() - survivors) + " of " + chosen.size() + " are caught");
        run(ROOT, "rm", "-rf", scratch.getParent().toString());
        System.exit(survivors > 0 || chosen.isEmpty() ? 1 : 0);
    }

    private String judge(Weakening weakening) throws IOException, InterruptedException {
        Path file = scratch.resolve(weakening.file);
        String source = Files.readString(file);
        int at = source.indexOf(weakening.before);
        if (at < 0 || source.indexOf(weakening.before, at + 1) >= 0) {
            return "**is not, or not once, in " + weakening.file + "**";
        }
        String test = weakening.module + " " + weakening.test;
        if (!sound.containsKey(test)) {
            sound.put(test, test(weakening).equals("passed"));
        }
        if (!sound.get(test)) {
            return "**the test fails on the tree as it is**";
        }
        Files.writeString(file, source.replace(weakening.before, weakening.after));
        String outcome = test(weakening);
        Files.writeString(file, source);
        return switch (outcome) {
            case "failed" -> "caught";
            case "hung" -> "caught, the test hung";
            default -> "**" + outcome + "**";
        };
    }

    /** The tests of a module, or for the stress tests one class of them through the harness. */
    private String test(Weakening weakening) throws IOException, InterruptedException {
        boolean stress = weakening.module.equals("jcstress");
        List<String> build = new ArrayList<>(List.of("./mvnw", "-o", "-q", "-B", stress ? "package" : "test"));
        build.addAll(List.of("-pl", weakening.module, "-am", "-Dcheckstyle.skip", "-Dspotless.check.skip"));
        build.addAll(stress
                ? List.of("-DskipTests")
                : List.of("-Dtest=" + weakening.test, "-Dsurefire.failIfNoSpecifiedTests=false"));
        Result result = run(scratch, build.toArray(String[]::new));
        if (result.output.contains("COMPILATION ERROR")) {
            return "does not build";
        }
        if (stress) {
            Path folder = Files.createDirectories(scratch.resolve("jcstress/target/weakened"));
            result = run(
                    folder,
                    ("java -jar ../jcstress.jar -f 1 -fsm 1 -iters 3 -time 1000 -sc false -jvmArgs -Xmx256m -t "
                                    + weakening.test)
                            .split(" "));
        }
        return result.status == 0 ? "passed" : result.status == HUNG ? "hung" : "failed";
    }

    /** What a process printed, and how it ended. */
    private record Result(int status, String output) {}

    private static Result run(Path folder, String... command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("weakening", ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(LONGEST_TEST_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return new Result(HUNG, "");
        }
        Result result = new Result(process.exitValue(), Files.readString(log));
        Files.delete(log);
        return result;
    }

    /** Blocks apart by an empty line: id and what, file, lines with - and +, module and test. */
    private static List<Weakening> read(Path list) throws IOException {
        List<Weakening> all = new ArrayList<>();
        for (String block : Files.readString(list).strip().split("\n\n+")) {
            List<String> lines = block.lines().filter(line -> !line.startsWith("#")).toList();
            if (lines.isEmpty()) {
                continue;
            }
            String[] title = lines.get(0).split(" ", 2);
            String[] test = lines.get(lines.size() - 1).split(" ", 2);
            all.add(new Weakening(
                    title[0], title[1], lines.get(1), part(lines, '-'), part(lines, '+'), test[0], test[1]));
        }
        return all;
    }

    private static String part(List<String> lines, char mark) {
        StringBuilder part = new StringBuilder();
        for (String line : lines) {
            if (!line.isEmpty() && line.charAt(0) == mark) {
                part.append(line.substring(1)).append('\n');
            }
        }
        return part.toString();
    }
}
