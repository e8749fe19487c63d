package org.jftrace.arm64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.arm64.bpf.Arm64Images;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.image.FunctionModel;
import org.jftrace.spi.arch.image.ImageSpec;
import org.jftrace.spi.arch.image.ImageSpec.ProgramCall;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RACES.md S7: the size that memory was taken for is the size of what is written, or nothing is written. */
class ImageSizeTest {
    /** Gives out addresses that are not the multiples of 16 which were promised. */
    private static final class SkewedMemory extends TextMemory {
        final List<Long> allocated = new ArrayList<>();
        private final int skew;

        SkewedMemory(int skew) {
            this.skew = skew;
        }

        @Override
        public long allocateCode(long size, AddressRange near) {
            long address = super.allocateCode(size + skew, near) + skew;
            allocated.add(address);
            return address;
        }

        @Override
        public void free(long address) {
            allocated.remove(address);
        }
    }

    private record MemoryOnly(CodeMemory memory) implements Machine {
        @Override
        public SymbolTable symbols() {
            return SymbolTable.builder("").function("f", 0x1000, 16).build();
        }

        @Override
        public long mapHostCall(HostCall call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void unmapHostCall(long gate) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void synchronizeCpus() {}

        @Override
        public void awaitQuiescence(List<AddressRange> ranges) {}
    }

    /** Whether there is a gap before the constants depends on how many instructions are before them. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void anImageThatWouldHaveAnotherSizeWhereItLiesIsNotWritten(int arguments) {
        SkewedMemory memory = new SkewedMemory(4);
        Arm64Images images = new Arm64Images(new MemoryOnly(memory));
        ImageSpec spec = new ImageSpec(
                FunctionModel.ofLongs(arguments), List.of(new ProgramCall(0x1000, 0)), List.of(), List.of(), 0, 0);
        AddressRange near = new AddressRange(0x1000, 0x2000);
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> images.generate(spec, near));
        assertTrue(String.valueOf(refused.getMessage()).matches("an image has \\d+ bytes at 0x\\w+, and \\d+ at 0"));
        assertEquals(List.of(), memory.patches());
        assertEquals(List.of(), memory.allocated);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void anImageOfTheSizeThatWasPromisedIsWrittenWhole(int arguments) {
        SkewedMemory memory = new SkewedMemory(0);
        Arm64Images images = new Arm64Images(new MemoryOnly(memory));
        ImageSpec spec = new ImageSpec(
                FunctionModel.ofLongs(arguments), List.of(new ProgramCall(0x1000, 0)), List.of(), List.of(), 0, 0);
        long size =
                images.generate(spec, new AddressRange(0x1000, 0x2000)).code().size();
        assertEquals(size / 4, memory.patches().size());
    }
}
