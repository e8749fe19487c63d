package org.jftrace.tracefs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.image.KernelImage;
import org.junit.jupiter.api.Test;

/** Lines of {@code enabled_functions} as the scenarios of the recording have them. */
class EnabledFunctionsTest {
    private static final String FILTER = "set_ftrace_filter";

    private final KernelImage image = KernelImage.load(Path.of("../samples/kernel"));
    private final FtraceCore ftrace = FtraceCore.open(image, Arm64Port.on(image));
    private final TraceFs fs = TraceFs.mount(image, ftrace);
    private final Files files = new Files(fs);

    EnabledFunctionsTest() throws IOException {}

    private String enabled() {
        return files.cat("enabled_functions");
    }

    @Test
    void theFunctionTracerAndFunctionGraphAreNamedWithOffsetAndSize() {
        files.echo("vfs_read", FILTER);
        files.echo("function", "current_tracer");
        assertEquals("vfs_read (1)       O   \tops: global_ops+0x0/0xd8 (function_trace_call+0x0/0x100)\n", enabled());
        files.echo("function_graph", "current_tracer");
        assertEquals("vfs_read (1)       O   \tops: graph_ops+0x0/0xd8 (ftrace_graph_func+0x0/0x58)\n", enabled());
    }

    @Test
    void anInstancesTracerAndAProbeAreAddresses() {
        fs.mkdir("instances/foo");
        files.echo("kfree", "instances/foo/set_ftrace_filter");
        files.echo("function", "instances/foo/current_tracer");
        files.echo("vfs_read:traceoff", FILTER);
        String[] lines = enabled().split("\n", -1);
        assertTrue(
                lines[0].matches("kfree \\(1\\)       O   \tops: 0x[0-9a-f]{16} \\(function_trace_call\\+0x0/0x100\\)"),
                lines[0]);
        assertTrue(
                lines[1].matches(
                        "vfs_read \\(1\\)       O   \tops: 0x[0-9a-f]{16} \\(function_trace_probe_call\\+0x0/0x30\\)"),
                lines[1]);
    }

    @Test
    void twoTracersAreCountedAndNotNamed() {
        fs.mkdir("instances/foo");
        for (String directory : new String[] {"", "instances/foo/"}) {
            files.echo("vfs_read", directory + FILTER);
            files.echo("function", directory + "current_tracer");
        }
        assertEquals("vfs_read (2)           \n", enabled());
    }
}
