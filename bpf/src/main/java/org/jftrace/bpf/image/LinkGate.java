package org.jftrace.bpf.image;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.ReaderSection;
import org.jspecify.annotations.Nullable;

/**
 * Through which images call the program of one link. It outlives the link as long as there is an image that calls it: then
 * it answers 0, so that a call that is under way passes a program that was detached.
 */
public final class LinkGate implements HostCall {
    private final Machine machine;
    private final ReaderSection readers;
    private final Place place;
    private final AtomicReference<@Nullable Body> body;
    private final long address;

    /** Images that call this, and one for the link itself. */
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Where in an image a program is called. */
    public enum Place {
        /** Before the function. */
        FENTRY,
        /** Before the function, which its result may replace. */
        FMOD_RET,
        /** After the function. */
        FEXIT
    }

    /** What is run. */
    public interface Body {
        /**
         * Runs a program.
         *
         * @param cpu the traced CPU
         * @param context the address of slot 0
         * @return its result
         */
        long run(GuestCpu cpu, long context);

        /**
         * Tells what code images have to call in place of the gate.
         *
         * @return 0 for none
         */
        long stub();
    }

    /**
     * Opens a gate.
     *
     * @param machine maps it
     * @param readers the section that the body runs in
     * @param place where it is called
     * @param body what it runs
     */
    public LinkGate(Machine machine, ReaderSection readers, Place place, Body body) {
        this.machine = machine;
        this.readers = readers;
        this.place = place;
        this.body = new AtomicReference<>(body);
        this.address = machine.mapHostCall(this);
    }

    @Override
    public void call(GuestCpu cpu) {
        readers.enter(cpu);
        try {
            Body now = readAcquire();
            cpu.setX(0, now == null ? 0 : now.run(cpu, cpu.x(0)));
        } finally {
            readers.exit(cpu);
        }
    }

    /** An acquire: a body is seen as it was made. Read once a call. */
    private @Nullable Body readAcquire() {
        return body.getAcquire();
    }

    /**
     * Runs something else from now on. A release; whoever wants the old body to be done with waits for the readers.
     *
     * @param next null to run nothing
     */
    public void publishRelease(@Nullable Body next) {
        body.setRelease(next);
    }

    /** Waits until no call runs a body that it read before. Not for the calling thread's own. */
    public void awaitReaders() {
        readers.await();
    }

    /**
     * Returns where it is called.
     *
     * @return as it was made
     */
    public Place place() {
        return place;
    }

    boolean runsIn(ReaderSection section) {
        return readers == section;
    }

    long address() {
        return address;
    }

    /** Returns the stub of the body, 0 if there is none or nothing is run any more. */
    long stub() {
        Body now = readAcquire();
        return now == null ? 0 : now.stub();
    }

    /**
     * Returns what is run now.
     *
     * @return null once it was detached
     */
    public @Nullable Body body() {
        return readAcquire();
    }

    void hold() {
        holders.incrementAndGet();
    }

    /**
     * Lets go. The last one to do so closes the gate.
     *
     * @throws IllegalStateException if it was let go of more often than it was held
     */
    public void release() {
        int left = holders.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("the gate at 0x" + Long.toHexString(address) + " was let go of twice");
        }
        if (left == 0) {
            machine.unmapHostCall(address);
        }
    }
}
