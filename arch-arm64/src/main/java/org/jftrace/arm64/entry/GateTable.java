package org.jftrace.arm64.entry;

import java.util.concurrent.atomic.AtomicReference;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.jspecify.annotations.Nullable;

/**
 * Which handler stands behind a gate's address, for the host twin: open addressing over arrays that are never changed
 * once published, so a lookup takes no lock and allocates nothing. Changes copy; the caller serialises them.
 */
final class GateTable {
    private final AtomicReference<Snapshot> snapshot = new AtomicReference<>(new Snapshot(4));

    /** A table at most half full; an address of 0 marks a free place. */
    private static final class Snapshot {
        final long[] addresses;
        final @Nullable EntryHandler[] handlers;
        int size;

        Snapshot(int capacity) {
            addresses = new long[capacity];
            handlers = new @Nullable EntryHandler[capacity];
        }

        int place(long address) {
            int mask = addresses.length - 1;
            int at = (int) ((address * 0x9E3779B97F4A7C15L) >>> 40) & mask;
            while (addresses[at] != 0 && addresses[at] != address) {
                at = (at + 1) & mask;
            }
            return at;
        }

        void put(long address, EntryHandler handler) {
            int at = place(address);
            addresses[at] = address;
            handlers[at] = handler;
            size++;
        }

        /** Copies all but one address into a table with room for one more. */
        Snapshot copyWithout(long dropped) {
            Snapshot copy = new Snapshot(Math.max(4, Integer.highestOneBit(size + 1) << 2));
            for (int i = 0; i < addresses.length; i++) {
                EntryHandler handler = handlers[i];
                if (handler != null && addresses[i] != dropped) {
                    copy.put(addresses[i], handler);
                }
            }
            return copy;
        }
    }

    private Snapshot readAcquire() {
        return snapshot.getAcquire();
    }

    /** A release: who finds the new table finds its arrays filled. */
    private void publishRelease(Snapshot next) {
        snapshot.setRelease(next);
    }

    /** Returns the handler behind an address, or null if it is no gate of ours. */
    @Nullable
    EntryHandler find(long address) {
        Snapshot now = readAcquire();
        return now.handlers[now.place(address)];
    }

    synchronized void add(long address, EntryHandler handler) {
        Snapshot next = readAcquire().copyWithout(address);
        next.put(address, handler);
        publishRelease(next);
    }

    synchronized void remove(long address) {
        if (find(address) == null) {
            throw new IllegalArgumentException("no open gate at 0x" + Long.toHexString(address));
        }
        publishRelease(readAcquire().copyWithout(address));
    }
}
