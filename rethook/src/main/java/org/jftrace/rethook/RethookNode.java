package org.jftrace.rethook;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** What one call is hooked with; the kernel's {@code struct rethook_node}. Taken from a pool, and given back to it. */
public final class RethookNode extends NodePadding {
    private static final VarHandle TAKEN;

    static {
        try {
            TAKEN = MethodHandles.lookup().findVarHandle(RethookNode.class, "taken", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Rethook owner;
    final int index;
    /** Where the function really returns to. */
    long realReturn;
    /** The trampoline that stands in for it. */
    long trampoline;
    /** sp at the call, and again at its return. */
    long frame;
    /** The one hooked before this on the same task. */
    @Nullable
    RethookNode older;

    private final long[] data;
    private long ip;

    @SuppressWarnings("unused") // through TAKEN
    private boolean taken;

    RethookNode(Rethook owner, int index, int words) {
        this.owner = owner;
        this.index = index;
        this.data = new long[words];
    }

    /** Takes the node if it is free: an acquire, so what its last user did is over. Tried only where it looks free. */
    boolean takeAcquire() {
        return !(boolean) TAKEN.getOpaque(this)
                && (boolean) TAKEN.compareAndExchangeAcquire(this, false, true) == false;
    }

    /** Gives the node back: a release, after its last use. */
    void freeRelease() {
        TAKEN.setRelease(this, false);
    }

    /**
     * Returns what is handed from entry to return.
     *
     * @return as many 64-bit words as were asked for; they hold what the last user of the node left in them
     */
    public long[] data() {
        return data;
    }

    /**
     * Returns the call site.
     *
     * @return what {@link Rethook#hook} was told
     */
    public long ip() {
        return ip;
    }

    void hooked(long site) {
        ip = site;
    }
}
