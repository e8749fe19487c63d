package org.jftrace.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GuestProgramsRunTest {
    private static final String QEMU = "qemu-aarch64";

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    static Stream<Guests.Expected> programs() throws IOException {
        return Guests.all();
    }

    private String said() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private void run(Guests.Expected program, int cpus) throws IOException {
        try (SimMachine machine =
                SimMachine.builder(program.elf()).cpus(cpus).stdout(output).build()) {
            int status = machine.run();
            assertEquals(program.output(), said());
            assertEquals(program.exitCode(), status);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void oneCpuWritesWhatIsExpected(Guests.Expected program) throws IOException {
        run(program, 1);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void twoCpusWriteTheSame(Guests.Expected program) throws IOException {
        run(program, 2);
    }

    @Test
    void severalCpusShareTheWork() throws IOException {
        try (SimMachine machine =
                SimMachine.builder(Guests.elf("smp.elf")).cpus(4).stdout(output).build()) {
            machine.run();
            for (int cpu = 0; cpu < 4; cpu++) {
                assertTrue(machine.instructions(cpu) > 10_000, "cpu " + cpu + ": " + machine.instructions(cpu));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void qemuWritesTheSame(Guests.Expected program, @TempDir Path folder) throws IOException, InterruptedException {
        boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, QEMU)));
        if (System.getenv("CI") != null) {
            assertTrue(found, QEMU + " must be installed where CI is set");
        }
        assumeTrue(found, QEMU + " is not installed");
        Path qemuSaid = folder.resolve("stdout");
        Process qemu = new ProcessBuilder(QEMU, program.elf().toString())
                .redirectOutput(qemuSaid.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (SimMachine machine =
                SimMachine.builder(program.elf()).stdout(output).build()) {
            int status = machine.run();
            assertTrue(qemu.waitFor(2, TimeUnit.MINUTES), "qemu does not end");
            assertEquals(Files.readString(qemuSaid), said());
            assertEquals(qemu.exitValue(), status);
        } finally {
            qemu.destroyForcibly();
        }
    }

    @Test
    void theSameInstructionsAreExecutedEachTime() throws IOException {
        long first = instructionsOf("vfs.elf");
        assertTrue(first > 100_000, first + " instructions");
        assertEquals(first, instructionsOf("vfs.elf"));
    }

    @Test
    void theHotLoopExecutesAsManyInstructionsAsItsReadmeSays() throws IOException {
        long count = instructionsOf("hotloop.elf");
        assertTrue(Math.abs(count - 320_000_000) < 1_000_000, count + " instructions");
    }

    private long instructionsOf(String program) throws IOException {
        try (SimMachine machine =
                SimMachine.builder(Guests.elf(program)).stdout(output).build()) {
            machine.run();
            return machine.instructions();
        }
    }
}
