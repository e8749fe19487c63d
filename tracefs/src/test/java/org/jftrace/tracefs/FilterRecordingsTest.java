package org.jftrace.tracefs;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jftrace.FtraceException;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.image.KernelImage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every line of {@code filters.tsv}, on the functions of the kernel that it was recorded on. */
class FilterRecordingsTest {
    private static final String HITS = "the recorded kernel called the functions before the list was read";

    /** Whose hashes are not compared, and why. Their results, headers and counts are. */
    private static final Map<String, String> NOT_COMPARED = Map.of(
            "set_ftrace_filter >:vfs_read:traceoff:3:4\\n", HITS,
            "set_ftrace_filter >:vfs_read:stacktrace:3\\n", HITS,
            "set_ftrace_filter >:vfs_read:snapshot:1\\n", HITS,
            "set_ftrace_filter >:vfs_open:dump:2\\n", HITS,
            "set_ftrace_filter >:vfs_read:enable_event:sched:sched_switch:2\\n", HITS,
            "set_ftrace_filter >:*:traceoff:1\\n", HITS);

    private static TraceFs files;

    @BeforeAll
    static void mount() throws IOException {
        KernelImage image = KernelImage.load(Path.of("../samples/kernel"));
        FtraceCore ftrace = FtraceCore.open(image, Arm64Port.on(image));
        image.modules().forEach(module -> ftrace.modules().load(image.mapModule(module.module())));
        files = TraceFs.mount(image, ftrace);
    }

    @BeforeEach
    void reset() {
        for (String file : List.of("set_ftrace_filter", "set_ftrace_notrace", "set_graph_function")) {
            files.open(file, OpenMode.TRUNCATE).close();
        }
        for (String probe : List.of(
                "traceon",
                "traceoff",
                "traceoff:1",
                "stacktrace:1",
                "snapshot:1",
                "dump",
                "cpudump",
                "enable_event:sched:sched_switch:1")) {
            step("+:!*:" + probe);
        }
        assertEquals("#### all functions enabled ####\n", text("set_ftrace_filter"));
    }

    static Stream<FilterRecording> recordings() throws IOException {
        return FilterRecording.all().stream();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void theFileTakesAndHoldsWhatTheKernelsDid(FilterRecording recording) {
        String result = recording.steps().startsWith("L")
                ? cat(recording.file(), recording.steps().substring(1))
                : Arrays.stream(recording.steps().split(" ; "))
                        .map(step -> step(recording.file(), step))
                        .collect(Collectors.joining(" ; "));
        List<String> lines = text(recording.file()).lines().toList();
        List<String> headers =
                lines.stream().filter(line -> line.startsWith("#")).toList();
        List<String> functions = new ArrayList<>(lines.subList(headers.size(), lines.size()));
        assertAll(
                () -> assertEquals(recording.result(), result),
                () -> assertEquals(recording.header(), String.join("|", headers)),
                () -> assertEquals(recording.count(), functions.size()),
                () -> assertEquals(
                        comparable(recording.list()),
                        comparable(functions.size() < 30 ? String.join("|", functions) : "")),
                () -> {
                    if (!NOT_COMPARED.containsKey(key(recording))) {
                        assertEquals(recording.sha(), sha(functions));
                    }
                });
    }

    private static String key(FilterRecording recording) {
        return recording.file() + " " + recording.steps();
    }

    private static String comparable(String list) {
        return list.replaceAll("count=[0-9]+", "count=N");
    }

    private static String step(String step) {
        return step("set_ftrace_filter", step);
    }

    /** One open, one write, one close. */
    private static String step(String file, String step) {
        byte[] bytes = FilterRecording.unescape(step.substring(2));
        TraceFile open = files.open(file, mode(step));
        String write;
        try {
            write = Integer.toString(open.write(bytes));
        } catch (FtraceException refused) {
            write = refused.errno().name();
        }
        open.close();
        return "open=0,write=" + write + "/" + bytes.length + ",close=0";
    }

    private static OpenMode mode(String step) {
        return switch (step.charAt(0)) {
            case '>' -> OpenMode.TRUNCATE;
            case '+' -> OpenMode.APPEND;
            default -> OpenMode.WRITE;
        };
    }

    /** Writes what is left until nothing is. */
    private static String cat(String file, String step) {
        byte[] rest = FilterRecording.unescape(step.substring(2));
        try (TraceFile open = files.open(file, mode(step))) {
            while (rest.length > 0) {
                rest = Arrays.copyOfRange(rest, open.write(rest), rest.length);
            }
            return "cat: rc 0";
        } catch (FtraceException refused) {
            return "cat: cat: write error: " + refused.errno().text() + " / rc 1";
        }
    }

    private static String text(String file) {
        try (TraceFile open = files.open(file, OpenMode.READ)) {
            return new String(open.read(Integer.MAX_VALUE), StandardCharsets.UTF_8);
        }
    }

    private static String sha(List<String> lines) {
        if (lines.isEmpty()) {
            return "-";
        }
        String text = lines.stream().sorted().collect(Collectors.joining("\n", "", "\n"));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
