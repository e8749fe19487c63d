package org.jftrace.unicorn;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jftrace.spi.HostCall;
import org.jspecify.annotations.Nullable;

/** Host calls by address. Nothing is mapped there: the emulator stops when it fetches from a gate. */
final class Gates {
    /** Where a function that the host has called returns to. */
    static final long RETURN = 0xffff_0000_0000_0000L;

    private static final int STRIDE = 16;

    private final Map<Long, HostCall> calls = new ConcurrentHashMap<>();
    /** An address is never given out twice, so that a branch to a gate that is gone is noticed; there are 2^44. */
    private final AtomicLong last = new AtomicLong(RETURN);

    long map(HostCall call) {
        long gate = last.addAndGet(STRIDE);
        calls.put(gate, call);
        return gate;
    }

    void unmap(long gate) {
        if (calls.remove(gate) == null) {
            throw new IllegalArgumentException("0x" + Long.toHexString(gate) + " is not a mapped gate");
        }
    }

    @Nullable
    HostCall find(long address) {
        return calls.get(address);
    }
}
