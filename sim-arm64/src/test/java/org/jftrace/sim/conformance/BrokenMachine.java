package org.jftrace.sim.conformance;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;

/** All as it is, but for what a subclass breaks. */
class BrokenMachine implements Machine {
    final Machine sound;
    private final ThreadLocal<Boolean> inHostCall = ThreadLocal.withInitial(() -> false);
    private final CountDownLatch never = new CountDownLatch(1);

    BrokenMachine(Machine sound) {
        this.sound = sound;
    }

    boolean isInHostCall() {
        return inHostCall.get();
    }

    /** Longer than any check of a broken machine waits. */
    final void hang() {
        try {
            never.await(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public CodeMemory memory() {
        return sound.memory();
    }

    @Override
    public SymbolTable symbols() {
        return sound.symbols();
    }

    @Override
    public int maxCpus() {
        return sound.maxCpus();
    }

    @Override
    public long mapHostCall(HostCall call) {
        return sound.mapHostCall(cpu -> {
            inHostCall.set(true);
            try {
                call.call(cpu);
            } finally {
                inHostCall.set(false);
            }
        });
    }

    @Override
    public void unmapHostCall(long gate) {
        sound.unmapHostCall(gate);
    }

    @Override
    public void synchronizeCpus() {
        sound.synchronizeCpus();
    }

    @Override
    public void awaitQuiescence(List<AddressRange> ranges) {
        sound.awaitQuiescence(ranges);
    }

    @Override
    public boolean isClosed() {
        return sound.isClosed();
    }
}
