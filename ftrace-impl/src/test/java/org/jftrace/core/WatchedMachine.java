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
import org.jftrace.spi.testkit.forwarding.ForwardingMachine;
import org.jftrace.spi.testkit.forwarding.ForwardingMemory;

/**
 * A light machine that tells what is asked of it, step by step, and can be made to fail at one. Its CPUs run in the light
 * machine; only what the core asks for passes through here. Since they execute no trampolines, {@link #awaitQuiescence}
 * need not wait, and whoever relies on it alone is found out.
 */
public final class WatchedMachine extends ForwardingMachine {
    private final LightMachine light;
    private final CodeMemory memory;
    private final List<String> steps = new ArrayList<>();
    private Consumer<String> watcher = step -> {};
    private String failing = "";
    private int untilFailure;

    public WatchedMachine(LightMachine light) {
        super(light);
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
    public long mapHostCall(HostCall call) {
        step("take gate");
        return super.mapHostCall(call);
    }

    @Override
    public void unmapHostCall(long gate) {
        step("give gate");
        super.unmapHostCall(gate);
    }

    @Override
    public void synchronizeCpus() {
        step("synchronize");
        super.synchronizeCpus();
    }

    @Override
    public void awaitQuiescence(List<AddressRange> ranges) {
        step("quiesce");
    }

    private final class WatchedMemory extends ForwardingMemory {
        WatchedMemory(CodeMemory memory) {
            super(memory);
        }

        @Override
        public void patchWord(long address, int word) {
            step("patch word " + hex(address) + " " + Integer.toHexString(word));
            super.patchWord(address, word);
        }

        @Override
        public void patchLong(long address, long value) {
            step("patch long " + hex(address) + " " + hex(value));
            super.patchLong(address, value);
        }

        @Override
        public long allocateCode(long size, AddressRange near) {
            step("take code");
            return super.allocateCode(size, near);
        }

        @Override
        public long allocateData(long size) {
            step("take data");
            return super.allocateData(size);
        }

        @Override
        public void free(long address) {
            step("give memory");
            super.free(address);
        }
    }
}
