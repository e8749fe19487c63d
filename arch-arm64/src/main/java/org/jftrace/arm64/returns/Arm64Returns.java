package org.jftrace.arm64.returns;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jftrace.arm64.a64.emit.Listing;
import org.jftrace.returns.RegisterSet;
import org.jftrace.returns.ReturnHandler;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.ReturnTrampolines;
import org.jspecify.annotations.Nullable;

/**
 * The return trampolines of a machine. There are few, so they are kept in an array that is copied on change and searched
 * from the front, without a lock.
 */
public final class Arm64Returns implements ReturnTrampolines {
    private final Machine machine;
    private final CodeMemory memory;
    private final ReturnView[] views;
    private final AtomicReference<ReturnTrampoline[]> open = new AtomicReference<>(new ReturnTrampoline[0]);

    /**
     * Makes the trampolines of a machine; none is open yet.
     *
     * @param machine gives memory and gates
     */
    public Arm64Returns(Machine machine) {
        this.machine = machine;
        this.memory = machine.memory();
        this.views = new ReturnView[machine.maxCpus()];
        Arrays.setAll(views, cpu -> new ReturnView(memory));
    }

    private ReturnTrampoline[] readAcquire() {
        return open.getAcquire();
    }

    /** A release: who finds a trampoline finds it filled. */
    private void publishRelease(ReturnTrampoline[] next) {
        open.setRelease(next);
    }

    @Override
    public synchronized long open(RegisterSet saved, ReturnHandler handler) {
        int size = ReturnCode.of(saved, 1, 0).sizeInBytes();
        long address = memory.allocateCode(size, machine.symbols().text());
        ReturnTrampoline added = new ReturnTrampoline(address, size, saved, handler, views);
        try {
            added.gate = machine.mapHostCall(added);
            write(ReturnCode.of(saved, added.gate, address));
            machine.synchronizeCpus(); // a CPU may still hold what was there before
        } catch (RuntimeException failure) {
            giveBack(added, failure);
            throw failure;
        }
        ReturnTrampoline[] now = readAcquire();
        ReturnTrampoline[] more = Arrays.copyOf(now, now.length + 1);
        more[now.length] = added;
        publishRelease(more);
        return address;
    }

    private void giveBack(ReturnTrampoline half, RuntimeException failure) {
        try {
            memory.free(half.address);
            if (half.gate != 0) {
                machine.unmapHostCall(half.gate);
            }
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private void write(Listing code) {
        int[] words = code.words();
        for (int i = 0; i < words.length; i++) {
            memory.patchWord(code.base() + 4L * i, words[i]);
        }
    }

    @Override
    public synchronized void free(long trampoline) {
        ReturnTrampoline gone = find(trampoline);
        if (gone == null) {
            throw new IllegalArgumentException("no return trampoline at 0x" + Long.toHexString(trampoline));
        }
        publishRelease(
                Arrays.stream(readAcquire()).filter(other -> other != gone).toArray(ReturnTrampoline[]::new));
        memory.free(gone.address);
        machine.unmapHostCall(gone.gate);
    }

    /**
     * Finds the trampoline that an address begins.
     *
     * @param address where a function returns to
     * @return null if it is none of ours
     */
    public @Nullable ReturnTrampoline find(long address) {
        for (ReturnTrampoline trampoline : readAcquire()) {
            if (trampoline.address == address) {
                return trampoline;
            }
        }
        return null;
    }

    /**
     * Finds the trampoline whose code an address lies in.
     *
     * @param pc of a CPU
     * @return null if it lies in none of ours
     */
    public @Nullable ReturnTrampoline containing(long pc) {
        for (ReturnTrampoline trampoline : readAcquire()) {
            if (pc >= trampoline.address && pc < trampoline.address + trampoline.size) {
                return trampoline;
            }
        }
        return null;
    }

    /**
     * Performs a trampoline in Java; {@link org.jftrace.spi.arch.HostEntry#leave}.
     *
     * @param cpu its pc is the trampoline's first instruction
     */
    public void leave(GuestCpu cpu) {
        ReturnTrampoline trampoline = find(cpu.pc());
        if (trampoline == null) {
            throw new IllegalArgumentException("no return trampoline at 0x" + Long.toHexString(cpu.pc()));
        }
        trampoline.perform(cpu, memory);
    }
}
