package org.jftrace.tracefs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.image.KernelImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The transcripts of {@code filters.shell.txt}, and what instances are. */
class ControlFilesTest {
    private FtraceCore ftrace;
    private TraceFs files;

    @BeforeEach
    void mount() throws IOException {
        KernelImage image = KernelImage.load(Path.of("../samples/kernel"));
        ftrace = FtraceCore.open(image, Arm64Port.on(image));
        files = TraceFs.mount(image, ftrace);
    }

    @AfterEach
    void unmount() {
        files.close();
        ftrace.close();
    }

    private void write(OpenMode mode, String path, String text) {
        try (TraceFile file = files.open(path, mode)) {
            assertEquals(text.length(), file.write(text.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    private void echo(String text, String path) {
        write(OpenMode.TRUNCATE, path, text + "\n");
    }

    private String cat(String path) {
        try (TraceFile file = files.open(path, OpenMode.READ)) {
            return new String(file.read(1 << 24), StandardCharsets.ISO_8859_1);
        }
    }

    private long lines(String path) {
        return cat(path).lines().count();
    }

    private static void refuses(Errno errno, Runnable action) {
        assertEquals(errno, assertThrows(FtraceException.class, action::run).errno());
    }

    @Test
    void pidsAreAddedListedAndCleared() {
        echo("1 2", "set_ftrace_pid");
        assertEquals("1\n2\n", cat("set_ftrace_pid"));
        write(OpenMode.APPEND, "set_ftrace_pid", "3\n");
        assertEquals("1\n2\n3\n", cat("set_ftrace_pid"));
        echo("99999999", "set_ftrace_pid");
        refuses(Errno.EINVAL, () -> echo("abc", "set_ftrace_pid"));
        assertEquals("no pid\n", cat("set_ftrace_pid"));
        echo("7", "set_ftrace_notrace_pid");
        write(OpenMode.APPEND, "set_ftrace_notrace_pid", "\n");
        assertEquals("no pid\n", cat("set_ftrace_notrace_pid"));
    }

    @Test
    void notraceOverridesFilter() {
        echo("vfs_*", "set_ftrace_filter");
        echo("vfs_read", "set_ftrace_notrace");
        echo("function", "current_tracer");
        assertEquals(77, lines("enabled_functions"));
        assertFalse(cat("enabled_functions").contains("vfs_read ("));
    }

    @Test
    void codeIsPatchedWhenTheFilterIsClosed() {
        echo("kfree", "set_ftrace_filter");
        echo("function", "current_tracer");
        try (TraceFile file = files.open("set_ftrace_filter", OpenMode.APPEND)) {
            assertEquals(9, file.write("vfs_read\n".getBytes(StandardCharsets.ISO_8859_1)));
            assertEquals(1, lines("enabled_functions"));
        }
        assertEquals(2, lines("enabled_functions"));
    }

    @Test
    void tracingOnTakesNumbers() {
        echo("0", "tracing_on");
        assertEquals("0\n", cat("tracing_on"));
        echo("2", "tracing_on");
        for (String bad : new String[] {"-1", "x", "", "on"}) {
            refuses(Errno.EINVAL, () -> echo(bad, "tracing_on"));
        }
        assertEquals("1\n", cat("tracing_on"));
    }

    @Test
    void depthTakesUnsignedNumbers() {
        echo("255", "max_graph_depth");
        refuses(Errno.EINVAL, () -> echo("-1", "max_graph_depth"));
        assertEquals("255\n", cat("max_graph_depth"));
    }

    @Test
    void anInstanceHasATracerOfItsOwnAndTakesItAlong() {
        files.mkdir("instances/foo");
        refuses(Errno.EEXIST, () -> files.mkdir("instances/foo"));
        echo("vfs_read", "instances/foo/set_ftrace_filter");
        echo("function", "instances/foo/current_tracer");
        assertEquals("nop\n", cat("current_tracer"));
        assertEquals(1, lines("enabled_functions"));
        refuses(Errno.ENOENT, () -> files.open("instances/foo/enabled_functions", OpenMode.READ));
        files.rmdir("/sys/kernel/tracing/instances/foo");
        assertEquals(0, lines("enabled_functions"));
        refuses(Errno.ENOENT, () -> files.rmdir("instances/foo"));
    }

    @Test
    void anInstanceWithAnOpenFileStays() {
        files.mkdir("instances/foo");
        TraceFile open = files.open("instances/foo/trace", OpenMode.READ);
        refuses(Errno.EBUSY, () -> files.rmdir("instances/foo"));
        open.close();
        files.rmdir("instances/foo");
        assertFalse(files.isDirectory("instances/foo"));
    }

    @Test
    void directoriesAreMadeUnderInstancesOnly() {
        refuses(Errno.EPERM, () -> files.mkdir("foo"));
        refuses(Errno.EPERM, () -> files.rmdir("options"));
        refuses(Errno.EPERM, () -> files.mkdir("/proc/sys/foo"));
        refuses(Errno.ENOTDIR, () -> files.rmdir("trace"));
        refuses(Errno.EISDIR, () -> files.open("options", OpenMode.READ));
        assertTrue(files.list("").contains("set_ftrace_filter"));
        assertFalse(files.list("").contains("proc"));
    }

    @Test
    void theSwitchPutsEverySiteBack() {
        String file = "/proc/sys/kernel/ftrace_enabled";
        echo("vfs_read", "set_ftrace_filter");
        echo("function", "current_tracer");
        echo("0", file);
        assertEquals("0\n", cat(file));
        assertEquals(0, lines("enabled_functions"));
        echo("1", file);
        assertEquals(1, lines("enabled_functions"));
    }

    @Test
    void optionsAreSwitchedByEitherFile() {
        echo("1", "options/sym-addr");
        assertTrue(cat("trace_options").contains("\nsym-addr\n"));
        echo("nosym-addr", "trace_options");
        assertEquals("0\n", cat("options/sym-addr"));
        refuses(Errno.EINVAL, () -> echo("2", "options/sym-addr"));
        refuses(Errno.EINVAL, () -> echo("nonsense", "trace_options"));
    }

    @Test
    void anUnknownTracerIsRefused() {
        refuses(Errno.EINVAL, () -> echo("nonsense", "current_tracer"));
        refuses(Errno.EINVAL, () -> echo("", "current_tracer"));
        assertEquals("nop\n", cat("current_tracer"));
    }

    @Test
    void pagesOfRecordsAreCountedInGroupsOfPowersOfTwo() {
        assertEquals("48048 pages:188 groups: 5\n", cat("dyn_ftrace_total_info"));
    }

    @Test
    void aProbeIsOneTracerAtItsSites() {
        echo("vfs_read:traceoff:2", "set_ftrace_filter");
        assertEquals("#### all functions enabled ####\nvfs_read:traceoff:count=2\n", cat("set_ftrace_filter"));
        assertEquals(1, lines("enabled_functions"));
        write(OpenMode.APPEND, "set_ftrace_filter", "!vfs_read:traceoff:0\n");
        assertEquals(0, lines("enabled_functions"));
    }
}
