package org.jftrace.arm64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.MachineClosedException;
import org.jftrace.spi.SymbolTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Arm64PortTest {
    /** Refuses a patch, and remembers what is allocated. */
    private static final class FailingMemory extends TextMemory {
        final List<Long> allocated = new ArrayList<>();
        final FtraceException failure = new FtraceException(Errno.EFAULT, "as the test wishes");
        int patchesLeft;
        boolean closed;

        FailingMemory(int patches) {
            patchesLeft = patches;
        }

        @Override
        public void patchWord(long address, int word) {
            if (patchesLeft-- == 0) {
                throw failure;
            }
            super.patchWord(address, word);
        }

        @Override
        public long allocateCode(long size, AddressRange near) {
            long address = super.allocateCode(size, near);
            allocated.add(address);
            return address;
        }

        @Override
        public void free(long address) {
            if (closed) {
                throw new MachineClosedException("as the test wishes");
            }
            allocated.remove(address);
        }
    }

    /** Has memory and nothing else. */
    private record MemoryOnly(CodeMemory memory) implements Machine {
        @Override
        public SymbolTable symbols() {
            return SymbolTable.builder("").function("f", 0x1000, 16).build();
        }

        @Override
        public int maxCpus() {
            return 1;
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

        @Override
        public boolean isClosed() {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 28})
    void aWriteThatFailsLeavesNoCodeBehind(int patches) {
        FailingMemory memory = new FailingMemory(patches);
        assertSame(memory.failure, assertThrows(FtraceException.class, () -> Arm64Port.on(new MemoryOnly(memory))));
        assertEquals(List.of(), memory.allocated);
    }

    @Test
    void theFirstFailureIsReportedWhenTheCodeCannotBeFreedEither() {
        FailingMemory memory = new FailingMemory(1);
        memory.closed = true;
        assertSame(memory.failure, assertThrows(FtraceException.class, () -> Arm64Port.on(new MemoryOnly(memory))));
        assertEquals(2, memory.failure.getSuppressed().length); // the trampoline and the stub
    }

    @Test
    void aPortThatIsMadeKeepsItsCode() {
        FailingMemory memory = new FailingMemory(1000);
        Arm64Port.on(new MemoryOnly(memory));
        assertEquals(2, memory.allocated.size());
    }
}
