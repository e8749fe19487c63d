package org.jftrace.bpf.image;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.image.FunctionModel;
import org.jftrace.spi.arch.image.ImageFactory;
import org.jftrace.spi.arch.image.ImageSpec;
import org.jftrace.spi.arch.image.ImageSpec.ProgramCall;
import org.jftrace.spi.arch.image.TrampolineImage;

/**
 * An image, who uses it and who is in it; Linux: {@code struct bpf_tramp_image}. One whose function may sleep counts the
 * tasks that enter and leave, since nobody can wait for them.
 */
final class LiveImage {
    private final Machine machine;
    private final ImageFactory factory;
    private final List<LinkGate> gates;
    private final LongAdder entered = new LongAdder();
    private final LongAdder left = new LongAdder();
    private final long enterGate;
    private final long exitGate;
    private final TrampolineImage image;

    /** Call sites that lead here. Changed under the lock of the trampolines. */
    int users;

    /** What an image is made for; equal ones can share it, since no image knows its function's address. */
    record Key(FunctionModel model, List<LinkGate> gates, List<Long> stubs, boolean counted) {
        static Key of(FunctionModel model, List<LinkGate> gates, boolean sleeps) {
            boolean calls = gates.stream().anyMatch(gate -> gate.place() != LinkGate.Place.FENTRY);
            return new Key(
                    model,
                    List.copyOf(gates),
                    gates.stream().map(LinkGate::stub).toList(),
                    calls || sleeps);
        }

        private List<ProgramCall> calls(LinkGate.Place place) {
            return gates.stream()
                    .filter(gate -> gate.place() == place)
                    .map(gate -> new ProgramCall(gate.address(), stubs.get(gates.indexOf(gate))))
                    .toList();
        }
    }

    LiveImage(Machine machine, ImageFactory factory, Key key) {
        this.machine = machine;
        this.factory = factory;
        this.gates = key.gates();
        HostCall enter = (GuestCpu cpu) -> entered.increment();
        HostCall exit = (GuestCpu cpu) -> left.increment();
        // Whatever may be refused is looked at before a gate is opened.
        ImageSpec uncounted = spec(key, 0, 0);
        this.enterGate = key.counted() ? machine.mapHostCall(enter) : 0;
        try {
            this.exitGate = key.counted() ? machine.mapHostCall(exit) : 0;
            this.image = factory.generate(
                    key.counted() ? spec(key, enterGate, exitGate) : uncounted,
                    machine.symbols().text());
        } catch (RuntimeException failure) {
            if (enterGate != 0) {
                machine.unmapHostCall(enterGate);
            }
            throw failure;
        }
        gates.forEach(LinkGate::hold);
    }

    private static ImageSpec spec(Key key, long enter, long exit) {
        return new ImageSpec(
                key.model(),
                key.calls(LinkGate.Place.FENTRY),
                key.calls(LinkGate.Place.FMOD_RET),
                key.calls(LinkGate.Place.FEXIT),
                enter,
                exit);
    }

    long address() {
        return image.address();
    }

    /** The part in which a task has not been counted yet. */
    AddressRange uncounted() {
        return image.uncounted();
    }

    AddressRange code() {
        return image.code();
    }

    /**
     * Tells whether a task that was counted has yet to leave. Once nobody enters any more this never turns from false to true:
     * who left is read first.
     */
    boolean isInUse() {
        long gone = left.sum();
        return entered.sum() != gone;
    }

    /** Frees all; nobody is in it, and nobody gets in any more. */
    void free() {
        factory.free(image.address());
        if (enterGate != 0) {
            machine.unmapHostCall(enterGate);
            machine.unmapHostCall(exitGate);
        }
        gates.forEach(LinkGate::release);
    }
}
