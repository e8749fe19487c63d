package org.jftrace.arm64.entry;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.jspecify.annotations.Nullable;

/**
 * Which handler stands behind a gate's address, for the host twin: open addressing over an array that is never changed
 * once published, so a lookup takes no lock and allocates nothing. Changes copy; the caller serialises them.
 */
final class GateTable {
    private static final class Gate {
        static final Gate NONE = new Gate(0, null);

        final long address;
        /**
         * Null once the gate is closed. Plain: who can call through the gate has read its address (an acquire) out of what was
         * written after it was opened; and who closes it, or opens another at the same address, has waited for all such calls.
         */
        @Nullable
        EntryHandler handler;

        Gate(long address, @Nullable EntryHandler handler) {
            this.address = address;
            this.handler = handler;
        }
    }

    /** The gate that a search found last, which holds until it is closed. Not to be shared by threads. */
    static class Hint {
        private Gate gate = Gate.NONE;
    }

    /** At most half full, and its length a power of two. */
    private final AtomicReference<@Nullable Gate[]> gates = new AtomicReference<>(new @Nullable Gate[4]);

    private @Nullable Gate[] readAcquire() {
        return gates.getAcquire();
    }

    /** A release: who finds the new table finds it filled. */
    private void publishRelease(@Nullable Gate[] next) {
        gates.setRelease(next);
    }

    private static int hash(long address) {
        return (int) ((address * 0x9E3779B97F4A7C15L) >>> 40);
    }

    /**
     * Returns the handler behind an address, or null if it is no gate of ours. Asks first what the last search by the same hint
     * found: then what is behind the gate can be fetched while the address is still on its way from guest memory, and is
     * compared with it later.
     */
    @Nullable
    EntryHandler find(long address, Hint hint) {
        Gate last = hint.gate;
        EntryHandler handler = last.handler;
        return last.address == address && handler != null ? handler : search(address, hint);
    }

    private @Nullable EntryHandler search(long address, Hint hint) {
        Gate gate = search(readAcquire(), address);
        if (gate == null) {
            return null;
        }
        hint.gate = gate;
        return gate.handler;
    }

    private static @Nullable Gate search(@Nullable Gate[] gates, long address) {
        int at = hash(address);
        Gate gate = gates[at & gates.length - 1];
        while (gate != null && gate.address != address) {
            gate = gates[++at & gates.length - 1];
        }
        return gate;
    }

    synchronized void add(long address, EntryHandler handler) {
        @Nullable Gate[] next = copyWithout(address);
        put(next, new Gate(address, handler));
        publishRelease(next);
    }

    synchronized void remove(long address) {
        Gate gate = search(readAcquire(), address);
        if (gate == null) {
            throw new IllegalArgumentException("no open gate at 0x" + Long.toHexString(address));
        }
        publishRelease(copyWithout(address));
        gate.handler = null; // for whoever has it in a hint
    }

    /** Copies all but one address into a table with room for one more. */
    private @Nullable Gate[] copyWithout(long dropped) {
        @Nullable Gate[] now = readAcquire();
        int size = (int) Arrays.stream(now).filter(Objects::nonNull).count();
        @Nullable Gate[] copy = new @Nullable Gate[Math.max(4, Integer.highestOneBit(size + 1) << 2)];
        for (Gate gate : now) {
            if (gate != null && gate.address != dropped) {
                put(copy, gate);
            }
        }
        return copy;
    }

    private static void put(@Nullable Gate[] gates, Gate gate) {
        int at = hash(gate.address) & gates.length - 1;
        while (gates[at] != null) {
            at = at + 1 & gates.length - 1;
        }
        gates[at] = gate;
    }
}
