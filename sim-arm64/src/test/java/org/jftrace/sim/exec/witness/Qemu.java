package org.jftrace.sim.exec.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The witness that we did not write: qemu-aarch64 executes an ELF file. */
public final class Qemu {
    private static final String NAME = "qemu-aarch64";

    private Qemu() {}

    /** Fails where CI is set and there is none; elsewhere the test is skipped. */
    public static void require() {
        boolean found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, NAME)));
        if (System.getenv("CI") != null) {
            assertTrue(found, NAME + " must be installed where CI is set");
        }
        assumeTrue(found, NAME + " is not installed");
    }

    /** What the program writes before it ends with exit(0). */
    public static byte[] output(Path directory, byte[] elf) throws IOException, InterruptedException {
        Path program = directory.resolve("program.elf");
        Files.write(program, elf);
        assertTrue(program.toFile().setExecutable(true), "could not make " + program + " executable");
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(List.of(NAME, "-cpu", "max,pauth=off", program.toString()))
                .redirectOutput(output.toFile())
                .redirectErrorStream(true)
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(NAME + " does not end");
        }
        assertEquals(0, process.exitValue(), () -> "exit code of qemu, which says: " + read(output));
        return Files.readAllBytes(output);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
