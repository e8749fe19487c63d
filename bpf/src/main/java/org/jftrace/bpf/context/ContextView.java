package org.jftrace.bpf.context;

import java.util.Objects;
import org.jftrace.bpf.BpfContext;
import org.jftrace.spi.GuestCpu;
import org.jspecify.annotations.Nullable;

/**
 * A view that is reused for all programs of the same depth on a CPU. Whoever takes one must {@link #release} it, on every path.
 *
 * @param <V> the kind of view
 */
public abstract class ContextView<V extends ContextView<V>> implements BpfContext {
    private final V self;
    private @Nullable V inner;
    private @Nullable GuestCpu cpu;
    private @Nullable LinkSites sites;
    private boolean hasResult;

    @SuppressWarnings("unchecked") // by the bound of V
    ContextView() {
        self = (V) this;
    }

    /** Makes a view for one depth more. */
    abstract V deeper();

    abstract int slots();

    abstract long slot(int slot);

    abstract long result();

    /** The view of the next depth that is free. */
    final V take(GuestCpu caller, LinkSites of, boolean resultIsThere) {
        ContextView<V> free = this;
        while (free.cpu != null) {
            free = free.inner();
        }
        free.cpu = caller;
        free.sites = of;
        free.hasResult = resultIsThere;
        return free.self;
    }

    private V inner() {
        V found = inner;
        if (found == null) {
            found = deeper();
            inner = found;
        }
        return found;
    }

    /** Gives the view back; the program has ended. */
    public void release() {
        cpu = null;
    }

    final LinkSites sites() {
        return live(sites);
    }

    @Override
    public final int arguments() {
        return slots();
    }

    @Override
    public final long argument(int slot) {
        return slot(Objects.checkIndex(slot, slots()));
    }

    @Override
    public final long returnValue() {
        if (!hasResult) {
            throw new UnsupportedOperationException("there is no return value here");
        }
        return result();
    }

    @Override
    public final long cookie() {
        return sites().cookie(ip());
    }

    @Override
    public final GuestCpu cpu() {
        return live(cpu);
    }

    static <T> T live(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the program this context was handed to has ended");
        }
        return part;
    }
}
