package org.jftrace.bpf.image;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.spi.arch.image.FunctionModel;
import org.jspecify.annotations.Nullable;

/** The programs of one call site; Linux: {@code struct bpf_trampoline}. Changed under the lock of the trampolines. */
public final class Trampoline {
    private final long ip;
    private final FunctionModel model;
    private List<LinkGate> gates = List.of();
    private @Nullable LiveImage image;

    Trampoline(long ip, FunctionModel model) {
        this.ip = ip;
        this.model = model;
    }

    /**
     * Returns the call site.
     *
     * @return a guest address
     */
    public long ip() {
        return ip;
    }

    /**
     * Returns the shape of the function.
     *
     * @return as the first program on it described it
     */
    public FunctionModel model() {
        return model;
    }

    /** The newest first, as in Linux: that is the order in which they run. */
    List<LinkGate> with(LinkGate gate) {
        List<LinkGate> more = new ArrayList<>();
        more.add(gate);
        more.addAll(without(gate));
        return more;
    }

    /** Those that could not be taken off when they were detached go too. */
    List<LinkGate> without(LinkGate gate) {
        return gates.stream()
                .filter(other -> other != gate && other.body() != null)
                .toList();
    }

    List<LinkGate> gates() {
        return gates;
    }

    @Nullable
    LiveImage image() {
        return image;
    }

    void become(List<LinkGate> next, @Nullable LiveImage nextImage) {
        gates = List.copyOf(next);
        image = nextImage;
    }
}
