package org.jftrace.tracefs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.jftrace.Errno;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.light.LightMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code filters.shell.txt} recorded, and what a shell can do wrong; on a machine of three functions that run. */
class ControlFilesTest {
    private final LightMachine machine = LightMachine.builder().functions(3).build();
    private final FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
    private final TraceFs fs = TraceFs.mount(machine, ftrace);
    private final Files files = new Files(fs);

    ControlFilesTest() {
        machine.intercept(ftrace.hostEntry());
    }

    @AfterEach
    void close() {
        fs.close();
        ftrace.close();
        machine.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    @Test
    void aTokenMayBeSplitOverWrites() {
        try (TraceFile file = fs.open("set_ftrace_filter", OpenMode.TRUNCATE)) {
            assertEquals(1, file.write(bytes("f")));
            assertEquals(1, file.write(bytes("1")));
        }
        assertEquals("f1\n", files.cat("set_ftrace_filter"));
    }

    @Test
    void codeIsPatchedWhenTheFilterFileIsClosed() {
        files.echo("f0", "set_ftrace_filter");
        files.echo("function", "current_tracer");
        try (TraceFile file = fs.open("set_ftrace_filter", OpenMode.APPEND)) {
            assertEquals(3, file.write(bytes("f2\n")));
            assertEquals(1, files.cat("enabled_functions").lines().count());
        }
        assertEquals(2, files.cat("enabled_functions").lines().count());
        files.echo("f0", "set_ftrace_notrace");
        assertTrue(files.cat("enabled_functions").startsWith("f2 (1)       O   \tops: "));
        assertEquals(2, files.cat("touched_functions").lines().count());
    }

    @Test
    void aBadLastTokenIsLostWhenTheFileIsClosed() {
        TraceFile file = fs.open("set_ftrace_filter", OpenMode.TRUNCATE);
        assertEquals(3, file.write(bytes("f1 ")));
        assertEquals(4, file.write(bytes("none")));
        file.close();
        assertEquals("f1\n", files.cat("set_ftrace_filter"));
        assertEquals(Errno.EBADF, Files.errno(() -> file.write(bytes("f2 "))));
    }

    @Test
    void pidsAreAddedReplacedAndTakenAway() {
        assertEquals("no pid\n", files.cat("set_ftrace_pid"));
        files.echo("1 2", "set_ftrace_pid");
        files.append("3", "set_ftrace_pid");
        assertEquals("1\n2\n3\n", files.cat("set_ftrace_pid"));
        files.echo("99999999", "set_ftrace_pid");
        assertEquals("99999999\n", files.cat("set_ftrace_pid"));
        assertEquals(Errno.EINVAL, Files.errno(() -> files.echo("abc", "set_ftrace_pid")));
        assertEquals("no pid\n", files.cat("set_ftrace_pid"));
        assertEquals(Errno.EPERM, Files.errno(() -> files.echo("0x40000000", "set_ftrace_notrace_pid")));
    }

    @Test
    void aTaskThatIsNotNamedIsNotTraced() {
        files.echo("function", "current_tracer");
        files.echo("999", "set_ftrace_pid");
        machine.cpu(0).call(machine.function(0));
        assertFalse(files.cat("trace").contains("f0 <-"));
        files.echo("", "set_ftrace_pid");
        machine.cpu(0).call(machine.function(0));
        assertTrue(files.cat("trace").contains("f0 <-"));
    }

    @Test
    void numbersAreReadAsTheKernelReadsThem() {
        Map<String, String> tracing = Map.of("0", "0", "1", "1", "2", "1");
        tracing.forEach((written, read) -> {
            files.echo(written, "tracing_on");
            assertEquals(read + "\n", files.cat("tracing_on"));
        });
        for (String bad : List.of("-1", "x", "", "on")) {
            assertEquals(Errno.EINVAL, Files.errno(() -> files.echo(bad, "tracing_on")), bad);
        }
        files.echo("255", "max_graph_depth");
        assertEquals(Errno.EINVAL, Files.errno(() -> files.echo("-1", "max_graph_depth")));
        assertEquals("255\n", files.cat("max_graph_depth"));
        assertEquals(Errno.EINVAL, Files.errno(() -> files.echo("2", "options/sym-addr")));
        files.echo("1", "options/sym-addr");
        assertTrue(files.cat("trace_options").contains("\nsym-addr\n"));
        files.echo("nosym-addr", "trace_options");
        assertEquals("0\n", files.cat("options/sym-addr"));
    }

    @Test
    void aSwitchedOffFtraceHasNoFunctionEnabled() {
        files.echo("function", "current_tracer");
        files.echo("0", "/proc/sys/kernel/ftrace_enabled");
        assertEquals("", files.cat("enabled_functions"));
        files.echo("1", "/proc/sys/kernel/ftrace_enabled");
        assertEquals(3, files.cat("enabled_functions").lines().count());
        assertEquals("1\n", files.cat("/proc/sys/kernel/ftrace_enabled"));
    }

    @Test
    void anInstanceHasFilesOfItsOwnUntilItIsRemoved() {
        fs.mkdir("instances/foo");
        assertEquals(List.of("foo"), fs.list("instances"));
        assertEquals(Errno.EEXIST, Files.errno(() -> fs.mkdir("instances/foo")));
        files.echo("f1", "instances/foo/set_ftrace_filter");
        files.echo("function", "/sys/kernel/tracing/instances/foo/current_tracer");
        assertEquals("nop\n", files.cat("current_tracer"));
        assertEquals(1, files.cat("enabled_functions").lines().count());
        assertFalse(fs.list("instances/foo").contains("enabled_functions"));
        fs.rmdir("instances/foo");
        assertEquals("", files.cat("enabled_functions"));
        assertEquals(Errno.ENOENT, Files.errno(() -> fs.rmdir("instances/foo")));
        assertEquals(Errno.ENOENT, Files.errno(() -> files.cat("instances/foo/trace")));
        assertEquals(Errno.EPERM, Files.errno(() -> fs.mkdir("options/foo")));
    }

    @Test
    void pathsAndModesThatAreWrongAreRefused() {
        assertEquals(Errno.ENOENT, Files.errno(() -> files.cat("nothing")));
        assertEquals(Errno.EACCES, Files.errno(() -> files.echo("x", "nothing")));
        assertEquals(Errno.EISDIR, Files.errno(() -> files.cat("options")));
        assertEquals(Errno.ENOTDIR, Files.errno(() -> files.cat("trace/x")));
        assertEquals(Errno.EINVAL, Files.errno(() -> files.echo("x", "enabled_functions")));
        assertEquals(Errno.EINVAL, Files.errno(() -> files.echo("x", "current_tracer")));
        try (TraceFile file = fs.open("trace", OpenMode.READ)) {
            assertEquals(Errno.EBADF, Files.errno(() -> file.write(bytes("x"))));
        }
        assertTrue(fs.isDirectory("/sys/kernel/tracing"));
        assertFalse(fs.isDirectory("trace"));
    }

    @Test
    void anInstanceOfWhichAFileIsOpenIsBusy() {
        fs.mkdir("instances/foo");
        TraceFile open = fs.open("instances/foo/options/raw", OpenMode.READ);
        assertEquals(Errno.EBUSY, Files.errno(() -> fs.rmdir("instances/foo")));
        open.close();
        open.close();
        fs.rmdir("instances/foo");
    }

    private long entries() {
        return files.cat("trace").lines().filter(line -> line.contains("f0")).count();
    }

    @Test
    void readingStopsRecordingIfItIsAskedTo() {
        files.echo("function", "current_tracer");
        TraceFile reading = fs.open("trace", OpenMode.READ);
        machine.cpu(0).call(machine.function(0));
        reading.close();
        assertEquals(1, entries());
        files.echo("1", "options/pause-on-trace");
        TraceFile pausing = fs.open("trace", OpenMode.READ);
        machine.cpu(0).call(machine.function(0));
        assertEquals("1\n", files.cat("tracing_on"));
        pausing.close();
        assertEquals(1, entries());
        machine.cpu(0).call(machine.function(0));
        assertEquals(2, entries());
    }

    @Test
    void repeatedCallsAreCountedInOneLine() {
        files.echo("1", "options/func-no-repeats");
        files.echo("function", "current_tracer");
        for (int i = 0; i < 5; i++) {
            machine.cpu(0).call(machine.function(0));
        }
        machine.cpu(0).call(machine.function(1));
        List<String> lines = files.cat("trace")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.indexOf(": ") + 2)
                        .replaceAll("<-\\S+", "<-caller")
                        .replaceAll("last_ts: *[0-9]+\\.[0-9]{6}", "last_ts:TIME"))
                .toList();
        assertEquals(List.of("f0 <-caller", "f0 <-caller (repeats: 4, last_ts:TIME)", "f1 <-caller"), lines);
        assertEquals(
                1,
                files.cat("enabled_functions")
                        .lines()
                        .filter(line -> line.startsWith("f0 ") && line.contains("function_no_repeats_trace_call"))
                        .count());
        files.echo("0", "options/func-no-repeats");
    }
}
