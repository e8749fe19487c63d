package org.jftrace.bpf.image;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jftrace.spi.AddressRange;
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
    private final Key key;
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
        this.key = key;
        // Whatever may be refused is looked at before a gate is opened.
        ImageSpec uncounted = spec(key, 0, 0);
        Opened opened = new Opened(machine);
        try {
            this.enterGate = key.counted() ? opened.gate(cpu -> entered.increment()) : 0;
            this.exitGate = key.counted() ? opened.gate(cpu -> left.increment()) : 0;
            this.image = factory.generate(
                    key.counted() ? spec(key, enterGate, exitGate) : uncounted,
                    machine.symbols().text());
        } catch (RuntimeException failure) {
            opened.close();
            throw failure;
        }
        key.gates().forEach(LinkGate::hold);
    }

    /** Gates that are closed again if the image cannot be made. */
    private record Opened(Machine machine, Deque<Long> gates) {
        Opened(Machine machine) {
            this(machine, new ArrayDeque<>());
        }

        long gate(HostCall call) {
            long address = machine.mapHostCall(call);
            gates.push(address);
            return address;
        }

        void close() {
            gates.forEach(machine::unmapHostCall);
        }
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

    Key key() {
        return key;
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
        key.gates().forEach(LinkGate::release);
    }
}
