package org.jftrace.arm64.entry;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jftrace.FtraceRegs;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.jspecify.annotations.Nullable;

/**
 * Which handler stands behind a gate's address, for the host twin: open addressing over an array that is never changed
 * once published, so a lookup takes no lock and allocates nothing. Changes copy; the caller serialises them.
 */
final class GateTable {
    /**
     * What was found once may be kept, if it is asked each time whether it {@link #isAt} the address still. The handler is plain: who
     * can call through a gate has read its address (an acquire) out of what was written after it was opened; and who closes it, or
     * opens another at the same address, has waited for all such calls.
     */
    static final class Gate {
        /** Of no gate, since instructions are aligned. */
        private static final long CLOSED = 1;

        /** Nobody is behind it. */
        static final Gate NONE = new Gate(CLOSED, Gate::refuse);

        /**
         * With {@link #CLOSED} added once it is closed. Plain, although somebody who looks for another gate may read it meanwhile:
         * the upper half stays, so even in two halves it is the old value or the new one.
         */
        private long address;

        private EntryHandler handler;

        private Gate(long address, EntryHandler handler) {
            this.address = address;
            this.handler = handler;
        }

        boolean isAt(long wanted) {
            return address == wanted;
        }

        /** Returns who is behind the gate: to be asked after {@link #isAt}. */
        EntryHandler handler() {
            return handler;
        }

        private void close() {
            address |= CLOSED;
            handler = NONE.handler; // keeps nothing alive
        }

        private static void refuse(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs) {
            throw new IllegalStateException("the ops of the site at 0x" + Long.toHexString(ip) + " has func 0x"
                    + Long.toHexString(cpu.x(16)) + ", which is neither a gate nor the stub");
        }
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

    /** Returns the open gate at an address, or {@link Gate#NONE}. */
    Gate find(long address) {
        Gate gate = search(readAcquire(), address);
        return gate == null ? Gate.NONE : gate;
    }

    private static @Nullable Gate search(@Nullable Gate[] gates, long address) {
        int at = hash(address);
        Gate gate = gates[at & gates.length - 1];
        while (gate != null && !gate.isAt(address)) {
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
        gate.close(); // for whoever has kept it
    }

    /** Copies all but one address into a table with room for one more. */
    private @Nullable Gate[] copyWithout(long dropped) {
        @Nullable Gate[] now = readAcquire();
        int size = (int) Arrays.stream(now).filter(Objects::nonNull).count();
        @Nullable Gate[] copy = new @Nullable Gate[Math.max(4, Integer.highestOneBit(size + 1) << 2)];
        for (Gate gate : now) {
            if (gate != null && !gate.isAt(dropped)) {
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
