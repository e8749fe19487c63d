package org.jftrace.sim.exec.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.Form;
import org.jftrace.sim.cpu.CodeCache;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.CpuBench;
import org.jftrace.sim.exec.A64Predecoder;
import org.jftrace.sim.exec.witness.ElfWriter.Segment;
import org.jftrace.sim.memory.GuestMemory;
import org.jftrace.sim.memory.Protection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The witness that we did not write: qemu-aarch64 executes the same ELF file, and every byte must be the same. */
class RandomProgramsTest {
    private static final long SEED = 20261123;
    private static final int PROGRAMS = 5000;

    @TempDir
    Path directory;

    @Test
    void randomProgramsEndAsTheyDoUnderQemu() throws IOException, InterruptedException {
        Qemu.require();
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

    private byte[] underQemu(RandomPrograms programs) throws IOException, InterruptedException {
        return Qemu.output(
                directory,
                ElfWriter.write(
                        RandomPrograms.TEXT,
                        List.of(
                                new Segment(RandomPrograms.TEXT, programs.text(), false),
                                new Segment(RandomPrograms.DATA, programs.records(), true))));
    }

    private static byte[] onOurCpu(RandomPrograms programs, boolean stepping) {
        GuestMemory memory = new GuestMemory();
        BareProgram.load(memory, RandomPrograms.TEXT, programs.text(), Protection.READ_EXECUTE);
        BareProgram.load(memory, RandomPrograms.DATA, programs.records(), Protection.READ_WRITE);
        BareProgram output = new BareProgram();
        Cpu cpu = CpuBench.newCpu(new CodeCache(memory, new A64Predecoder()), output);
        cpu.setPc(RandomPrograms.TEXT);
        if (stepping) {
            while (!output.exited()) {
                long before = cpu.instructions();
                cpu.step();
                assertEquals(before + 1, cpu.instructions());
            }
        } else {
            cpu.run(Long.MAX_VALUE);
        }
        return output.written();
    }
}
