package org.jftrace.sim.exec.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.Form;
import org.jftrace.sim.cpu.CodeCache;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.CpuBench;
import org.jftrace.sim.cpu.PlainEnvironment;
import org.jftrace.sim.exec.A64Predecoder;
import org.jftrace.sim.memory.GuestMemory;
import org.jftrace.sim.memory.Protection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The witness that we did not write: qemu-aarch64 executes the same ELF file, and every byte must be the same. */
class RandomProgramsTest {
    private static final long SEED = 20261123;
    private static final int PROGRAMS = 5000;
    private static final String QEMU = "qemu-aarch64";

    @TempDir
    Path directory;

    @Test
    void randomProgramsEndAsTheyDoUnderQemu() throws IOException, InterruptedException {
        requireQemu();
        RandomPrograms programs = new RandomPrograms(SEED, PROGRAMS);
        compare(programs, underQemu(programs), onOurCpu(programs, false));
    }

    @Test
    void steppingOneByOneEndsAsRunningDoes() {
        RandomPrograms programs = new RandomPrograms(SEED + 1, PROGRAMS / 10);
        compare(programs, onOurCpu(programs, false), onOurCpu(programs, true));
    }

    @Test
    void randomProgramsContainEveryFormThatIsNotExcludedForAReason() {
        Set<Form> expected = new HashSet<>(Decoder.forms());
        expected.removeAll(Excluded.REASONS.keySet());
        assertEquals(expected, new RandomPrograms(SEED, PROGRAMS).used());
    }

    private static void compare(RandomPrograms programs, byte[] expected, byte[] actual) {
        assertEquals(expected.length, actual.length, "bytes of output");
        int at = Arrays.mismatch(expected, actual);
        if (at >= 0) {
            ByteBuffer ours = ByteBuffer.wrap(actual).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer theirs = ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN);
            fail("seed " + SEED + ", " + programs.explain(at / RandomPrograms.RECORD_SIZE, theirs, ours));
        }
    }

    private static void requireQemu() {
        boolean found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, QEMU)));
        if (System.getenv("CI") != null) {
            assertTrue(found, QEMU + " must be installed where CI is set");
        }
        assumeTrue(found, QEMU + " is not installed");
    }

    private byte[] underQemu(RandomPrograms programs) throws IOException, InterruptedException {
        Path elf = directory.resolve("programs.elf");
        Files.write(
                elf, ElfWriter.write(RandomPrograms.TEXT, programs.text(), RandomPrograms.DATA, programs.records()));
        assertTrue(elf.toFile().setExecutable(true), "could not make " + elf + " executable");
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(List.of(QEMU, "-cpu", "max,pauth=off", elf.toString()))
                .redirectOutput(output.toFile())
                .redirectErrorStream(true)
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), QEMU + " does not end");
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

    private static byte[] onOurCpu(RandomPrograms programs, boolean stepping) {
        GuestMemory memory = new GuestMemory();
        byte[] text = programs.text();
        byte[] data = programs.records();
        memory.map("text", RandomPrograms.TEXT, pages(text), Protection.READ_EXECUTE);
        memory.map("data", RandomPrograms.DATA, pages(data), Protection.READ_WRITE);
        memory.load(RandomPrograms.TEXT, text, 0, text.length);
        memory.load(RandomPrograms.DATA, data, 0, data.length);
        Output output = new Output();
        Cpu cpu = CpuBench.newCpu(new CodeCache(memory, new A64Predecoder()), output);
        cpu.setPc(RandomPrograms.TEXT);
        if (stepping) {
            while (!output.exited) {
                long before = cpu.instructions();
                cpu.step();
                assertEquals(before + 1, cpu.instructions());
            }
        } else {
            cpu.run(Long.MAX_VALUE);
        }
        return output.bytes.toByteArray();
    }

    private static int pages(byte[] content) {
        return content.length + 4095 & -4096;
    }

    /** write and exit. */
    private static final class Output extends PlainEnvironment {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean exited;

        @Override
        public void supervisorCall(Cpu cpu, int immediate) {
            if (cpu.x(8) != 64) {
                exited = true;
                cpu.stop();
                return;
            }
            for (long i = 0; i < cpu.x(2); i++) {
                bytes.write((int) cpu.memory().read8(cpu.x(1) + i));
            }
            cpu.setX(0, cpu.x(2));
        }
    }
}
