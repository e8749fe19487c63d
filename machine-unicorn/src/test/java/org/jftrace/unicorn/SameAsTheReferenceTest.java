package org.jftrace.unicorn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.graph.GraphOps;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.Machine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every guest program does the same on both machines, traced and untraced, down to the number of instructions. */
class SameAsTheReferenceTest {
    private static final Path GUEST = Path.of("..", "samples", "guest");

    private record Run(int status, String output, List<String> trace, long instructions) {}

    private interface Tracer {
        void attach(Ftrace ftrace, List<String> trace);
    }

    private interface Program {
        int run();
    }

    static Stream<Path> programs() throws IOException {
        return Files.readAllLines(GUEST.resolve("expected.txt")).stream()
                .map(line -> GUEST.resolve(line.substring(0, line.indexOf(' '))));
    }

    /** The others make so many calls that tracing all of them takes minutes. */
    static Stream<Path> kernels() throws IOException {
        return programs().filter(SameAsTheReferenceTest::isKernel);
    }

    static Stream<Path> others() throws IOException {
        return programs().filter(program -> !isKernel(program));
    }

    private static boolean isKernel(Path program) {
        return String.valueOf(program.getFileName()).startsWith("vfs");
    }

    private static Run onReference(Path program, Tracer tracer) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (SimMachine machine = SimMachine.builder(program).stdout(output).build()) {
            List<String> trace = new ArrayList<>();
            int status = traced(machine, machine::run, tracer, trace);
            return new Run(status, output.toString(StandardCharsets.UTF_8), trace, machine.instructions());
        }
    }

    private static Run onUnicorn(Path program, Tracer tracer) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (UnicornMachine machine = UnicornMachine.load(program, output)) {
            List<String> trace = new ArrayList<>();
            int status = traced(machine, machine::run, tracer, trace);
            return new Run(status, output.toString(StandardCharsets.UTF_8), trace, machine.instructions());
        }
    }

    private static int traced(Machine machine, Program program, Tracer tracer, List<String> trace) {
        try (Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            tracer.attach(ftrace, trace);
            return program.run();
        }
    }

    private static void assertSame(Path program, Tracer tracer) throws IOException {
        Run expected = onReference(program, tracer);
        Run found = onUnicorn(program, tracer);
        assertEquals(expected.status, found.status);
        assertEquals(expected.output, found.output);
        assertIterableEquals(expected.trace, found.trace);
        assertEquals(expected.instructions, found.instructions);
        assertTrue(found.instructions > 10_000, () -> found.instructions + " instructions");
    }

    @ParameterizedTest
    @MethodSource("programs")
    void untraced(Path program) throws IOException {
        assertSame(program, (ftrace, trace) -> {});
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void everyCallWithItsArguments(Path program) throws IOException {
        assertSame(
                program,
                (ftrace, trace) -> ftrace.register(FtraceOps.of("all", Filter.all(), (ip, parentIp, ops, regs) -> {
                    trace.add(ftrace.site(ip).orElseThrow().function() + " from 0x" + Long.toHexString(parentIp) + " "
                            + regs.argument(0));
                })));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void entryAndReturnOfEveryCall(Path program) throws IOException {
        assertSame(
                program,
                (ftrace, trace) -> ftrace.graphs()
                        .register(GraphOps.builder("tree")
                                .filter(Filter.all())
                                .handlers(
                                        (call, regs) -> trace.add("> " + Long.toHexString(call.ip())),
                                        (call, regs) -> trace.add("< " + Long.toHexString(call.ip())))));
    }

    @ParameterizedTest
    @MethodSource("others")
    void callsOfTheMainFunction(Path program) throws IOException {
        assertSame(
                program,
                (ftrace, trace) -> ftrace.register(FtraceOps.of(
                        "some",
                        Filter.glob("*main*"),
                        (ip, parentIp, ops, regs) -> trace.add(Long.toHexString(ip) + " " + regs.argument(0)))));
    }
}
