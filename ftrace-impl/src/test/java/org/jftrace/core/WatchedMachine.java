package org.jftrace.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;

/**
 * A light machine that tells what is asked of it, step by step, and can be made to fail at one. Its CPUs run in the light
 * machine; only what the core asks for passes through here. Since they execute no trampolines, {@link #awaitQuiescence}
 * need not wait, and whoever relies on it alone is found out.
 */
public final class WatchedMachine implements Machine {
    private final LightMachine light;
    private final CodeMemory memory;
    private final List<String> steps = new ArrayList<>();
    private Consumer<String> watcher = step -> {};
    private String failing = "";
    private int untilFailure;

    public WatchedMachine(LightMachine light) {
        this.light = light;
        this.memory = new WatchedMemory(light.memory());
    }

    public LightMachine light() {
        return light;
    }

    /** Lets the k-th step (from 1) fail whose name begins so; 0 for none. */
    public void fail(String step, int k) {
        failing = step;
        untilFailure = k;
    }

    /** Tells whether the failure that was asked for is still to come. */
    public boolean stillToFail() {
        return untilFailure > 0;
    }

    /** Is told each step before it is carried out, on the thread that asks for it. */
    public void watch(Consumer<String> watcher) {
        this.watcher = watcher;
    }

    /** Returns the steps since the last time. */
    public synchronized List<String> drain() {
        List<String> drained = List.copyOf(steps);
        steps.clear();
        return drained;
    }

    private void step(String step) {
        synchronized (this) {
            steps.add(step);
        }
        watcher.accept(step);
        if (step.startsWith(failing) && untilFailure > 0 && --untilFailure == 0) {
            throw new FtraceException(step.startsWith("patch") ? Errno.EFAULT : Errno.ENOMEM, "no more " + step);
        }
    }

    private static String hex(long value) {
        return Long.toHexString(value);
    }

    @Override
    public CodeMemory memory() {
        return memory;
    }

    @Override
    public SymbolTable symbols() {
        return light.symbols();
    }

    @Override
    public int maxCpus() {
        return light.maxCpus();
    }

    @Override
    public long mapHostCall(HostCall call) {
        step("take gate");
        return light.mapHostCall(call);
    }

    @Override
    public void unmapHostCall(long gate) {
        step("give gate");
        light.unmapHostCall(gate);
    }

    @Override
    public void synchronizeCpus() {
        step("synchronize");
        light.synchronizeCpus();
    }

    @Override
    public void awaitQuiescence(List<AddressRange> ranges) {
        step("quiesce");
    }

    @Override
    public boolean isClosed() {
        return light.isClosed();
    }

    private final class WatchedMemory implements CodeMemory {
        private final CodeMemory memory;

        WatchedMemory(CodeMemory memory) {
            this.memory = memory;
        }

        @Override
        public int readWord(long address) {
            return memory.readWord(address);
        }

        @Override
        public long readLong(long address) {
            return memory.readLong(address);
        }

        @Override
        public long readLongAcquire(long address) {
            return memory.readLongAcquire(address);
        }

        @Override
        public void writeLong(long address, long value) {
            memory.writeLong(address, value);
        }

        @Override
        public void patchWord(long address, int word) {
            step("patch word " + hex(address) + " " + Integer.toHexString(word));
            memory.patchWord(address, word);
        }

        @Override
        public void patchLong(long address, long value) {
            step("patch long " + hex(address) + " " + hex(value));
            memory.patchLong(address, value);
        }

        @Override
        public long allocateCode(long size, AddressRange near) {
            step("take code");
            return memory.allocateCode(size, near);
        }

        @Override
        public long allocateData(long size) {
            step("take data");
            return memory.allocateData(size);
        }

        @Override
        public void free(long address) {
            step("give memory");
            memory.free(address);
        }
    }
}
