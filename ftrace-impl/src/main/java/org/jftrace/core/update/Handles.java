package org.jftrace.core.update;

import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.arch.ArchPort;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.jftrace.spi.arch.OpsHandle;

/** Makes and frees the guest's side of ops; see {@link OpsHandle} for the bytes. */
public final class Handles {
    private final CodeMemory memory;
    private final ArchPort arch;

    /**
     * Where a handler can be reached from guest code.
     *
     * @param address of the handle
     * @param gate its {@code func}
     */
    public record Handle(long address, long gate) {}

    /**
     * Makes the maker.
     *
     * @param memory holds the handles
     * @param arch opens the gates
     */
    public Handles(CodeMemory memory, ArchPort arch) {
        this.memory = memory;
        this.arch = arch;
    }

    /**
     * Makes a handle that leads to a handler. If it fails, nothing stays allocated.
     *
     * @param handler is called through it
     * @return a handle whose contents are written before anybody can know its address
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM}
     */
    public Handle make(EntryHandler handler) {
        long gate = arch.openGate(handler);
        try {
            return new Handle(make(gate), gate);
        } catch (RuntimeException failure) {
            throw undone(failure, () -> arch.closeGate(gate));
        }
    }

    /**
     * Makes a handle that leads to code. If it fails, nothing stays allocated.
     *
     * @param func address of the code
     * @return the handle's address
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM}
     */
    public long make(long func) {
        long address = memory.allocateData(OpsHandle.SIZE);
        try {
            memory.patchLong(address + OpsHandle.FUNC, func);
        } catch (RuntimeException failure) {
            throw undone(failure, () -> memory.free(address));
        }
        return address;
    }

    /** Takes back what a failed step had begun; if the machine is gone that fails too, and there is nothing to take. */
    static RuntimeException undone(RuntimeException failure, Runnable undo) {
        try {
            undo.run();
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
        return failure;
    }

    /**
     * Makes a handle do nothing from now on, although code that leads to it stays.
     *
     * @param handle stays allocated
     */
    public void neutralise(long handle) {
        memory.patchLong(handle + OpsHandle.FUNC, arch.trampolines().stub());
    }

    /**
     * Frees a handle that leads to code.
     *
     * @param handle that no CPU can reach any more
     */
    public void free(long handle) {
        memory.free(handle);
    }

    /**
     * Frees a handle and its gate.
     *
     * @param handle that no CPU can reach any more
     */
    public void free(Handle handle) {
        memory.free(handle.address());
        arch.closeGate(handle.gate());
    }
}
