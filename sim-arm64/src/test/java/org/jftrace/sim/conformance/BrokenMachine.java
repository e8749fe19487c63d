package org.jftrace.sim.conformance;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.testkit.forwarding.ForwardingMachine;

/** All as it is, but for what a subclass breaks; knows whether it is in a host call. */
class BrokenMachine extends ForwardingMachine {
    private final ThreadLocal<Boolean> inHostCall = ThreadLocal.withInitial(() -> false);
    private final CountDownLatch never = new CountDownLatch(1);

    BrokenMachine(Machine sound) {
        super(sound);
    }

    BrokenMachine(Machine sound, CodeMemory memory) {
        super(sound, memory);
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
    public long mapHostCall(HostCall call) {
        return super.mapHostCall(cpu -> {
            inHostCall.set(true);
            try {
                call.call(cpu);
            } finally {
                inHostCall.set(false);
            }
        });
    }
}
