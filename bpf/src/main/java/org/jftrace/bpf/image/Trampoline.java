package org.jftrace.bpf.image;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.direct.DirectRegistration;
import org.jftrace.spi.arch.image.FunctionModel;
import org.jspecify.annotations.Nullable;

/**
 * The programs of one call site; Linux: {@code struct bpf_trampoline}. What they are the image knows that it is sent to. Changed
 * under the lock of the trampolines.
 */
public final class Trampoline {
    private final long ip;
    private final FunctionModel model;

    /** Where it is sent; null if it has no programs. */
    @Nullable
    LiveImage image;

    /** What sends it there; null if nothing does, or it is the call site of a program. */
    @Nullable
    DirectRegistration registration;

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

    /** Tells whether the same programs make the same image for both. */
    boolean isLike(Trampoline other) {
        return image == other.image && model.equals(other.model);
    }

    List<LinkGate> gates() {
        return image == null ? List.of() : image.key().gates();
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
        return gates().stream()
                .filter(other -> other != gate && other.body() != null)
                .toList();
    }
}
