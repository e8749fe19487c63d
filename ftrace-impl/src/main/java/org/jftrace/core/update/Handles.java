package org.jftrace.core.update;

import java.util.HashSet;
import java.util.Set;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.ArchPort;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.jftrace.spi.arch.OpsHandle;

/** Makes and frees the guest's side of ops; see {@link OpsHandle} for the bytes. */
public final class Handles {
    private final CodeMemory memory;
    private final SymbolTable symbols;
    private final ArchPort arch;
    /** The reserved places in use; two ops may have the same name. */
    private final Set<Long> taken = new HashSet<>();

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
     * @param machine whose memory holds the handles, and whose image may reserve places for some
     * @param arch opens the gates
     */
    public Handles(Machine machine, ArchPort arch) {
        this.memory = machine.memory();
        this.symbols = machine.symbols();
        this.arch = arch;
    }

    /**
     * Makes a handle that leads to a handler. If it fails, nothing stays allocated.
     *
     * @param name of the ops; if the image reserves a place of that name which nobody has taken, the handle is made there
     * @param handler is called through it
     * @return a handle whose contents are written before anybody can know its address
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM}
     */
    public Handle make(String name, EntryHandler handler) {
        long gate = arch.openGate(handler);
        try {
            return new Handle(make(name, gate), gate);
        } catch (RuntimeException failure) {
            throw undone(failure, () -> arch.closeGate(gate));
        }
    }

    /**
     * Makes a handle that leads to code. If it fails, nothing stays allocated.
     *
     * @param name of the ops
     * @param func address of the code
     * @return the handle's address
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM}
     */
    public long make(String name, long func) {
        long reserved = symbols.reserved(name).map(SymbolTable.Symbol::address).orElse(0L);
        boolean given = reserved != 0 && taken.add(reserved);
        long address = given ? reserved : memory.allocateData(OpsHandle.SIZE);
        try {
            if (given) {
                memory.patchLong(address + OpsHandle.DIRECT, 0); // what is allocated is 0 already
            }
            memory.patchLong(address + OpsHandle.FUNC, func);
        } catch (RuntimeException failure) {
            throw undone(failure, () -> free(address));
        }
        return address;
    }

    /**
     * Takes back what a failed step had begun; if the machine is gone that fails too, and there is nothing to take.
     *
     * @param failure of the step
     * @param undo takes back
     * @return the failure, to be thrown
     */
    public static RuntimeException undone(RuntimeException failure, Runnable undo) {
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
        setDirect(handle, 0);
        memory.patchLong(handle + OpsHandle.FUNC, arch.trampolines().stub());
    }

    /**
     * Says where a direct call goes.
     *
     * @param handle of the direct call
     * @param target the trampoline, or 0 to call the handle's {@code func} instead
     */
    void setDirect(long handle, long target) {
        memory.patchLong(handle + OpsHandle.DIRECT, target);
    }

    /**
     * Frees a handle that leads to code.
     *
     * @param handle that no CPU can reach any more
     */
    public void free(long handle) {
        if (!taken.remove(handle)) {
            memory.free(handle);
        }
    }

    /**
     * Frees a handle and its gate.
     *
     * @param handle that no CPU can reach any more
     */
    public void free(Handle handle) {
        free(handle.address());
        arch.closeGate(handle.gate());
    }
}
