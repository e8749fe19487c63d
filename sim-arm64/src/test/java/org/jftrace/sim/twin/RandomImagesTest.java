package org.jftrace.sim.twin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jftrace.sim.cpu.CodeCache;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.CpuBench;
import org.jftrace.sim.exec.A64Predecoder;
import org.jftrace.sim.exec.witness.BareProgram;
import org.jftrace.sim.exec.witness.ElfWriter;
import org.jftrace.sim.exec.witness.ElfWriter.Segment;
import org.jftrace.sim.exec.witness.Qemu;
import org.jftrace.sim.memory.GuestMemory;
import org.jftrace.sim.memory.Protection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of random function models on two machines: here with gates into Java, and under qemu with gates that are code. */
class RandomImagesTest {
    private static final long SEED = 20261125;
    private static final int MODELS = 1000;

    private final RandomImages images = new RandomImages(SEED, MODELS);

    @TempDir
    Path directory;

    @Test
    void qemuGivesTheSameArgumentsAndResultsAsTheReferenceMachine() throws IOException, InterruptedException {
        Qemu.require();
        Segment gates = new Segment(ImageGates.START, images.gates.code(), false);
        byte[] elf = ElfWriter.write(images.entry(), List.of(images.text(), gates, images.data()));
        byte[] underQemu = Qemu.output(directory, elf);
        assertEquals(List.of(), images.differences(underQemu), "seed " + SEED);
        assertArrayEquals(underQemu, onReferenceMachine(), "frames left on stacks, seed " + SEED);
    }

    @Test
    void everyProgramAndEveryFunctionGetsWhatTheModelSays() {
        assertEquals(List.of(), images.differences(onReferenceMachine()), "seed " + SEED);
    }

    @Test
    void theModelsContainEveryMixOfPrograms() {
        assertEquals(
                7,
                images.cases.stream()
                        .map(one -> List.of(
                                one.spec.fentry().isEmpty(),
                                one.spec.fmodRet().isEmpty(),
                                one.spec.fexit().isEmpty()))
                        .filter(empty -> empty.contains(false))
                        .distinct()
                        .count());
        assertTrue(images.cases.stream().anyMatch(one -> one.spec.model().stackSlots() > 8));
        assertTrue(images.cases.stream().anyMatch(one -> one.spec.model().returnsInMemory()));
    }

    private byte[] onReferenceMachine() {
        GuestMemory memory = new GuestMemory();
        BareProgram.load(memory, images.text().address(), images.text().content(), Protection.READ_EXECUTE);
        BareProgram.load(memory, RandomImages.DATA, images.data().content(), Protection.READ_WRITE);
        Gated program = new Gated(images.gates);
        Cpu cpu = CpuBench.newCpu(new CodeCache(memory, new A64Predecoder()), program);
        cpu.setPc(images.entry());
        cpu.run(Long.MAX_VALUE);
        return program.written();
    }

    private static final class Gated extends BareProgram {
        private final ImageGates gates;

        Gated(ImageGates gates) {
            this.gates = gates;
        }

        @Override
        public boolean hostGate(Cpu cpu, long address) {
            if (!gates.isGate(address)) {
                return false;
            }
            gates.call(cpu);
            return true;
        }
    }
}
