package org.jftrace.sim.cpu;

import java.util.concurrent.ConcurrentHashMap;
import org.jftrace.sim.memory.CodeListener;
import org.jftrace.sim.memory.GuestMemory;

/** Decoded code, shared by all CPUs of a machine. Pages come and never go, so a CPU may keep those it has found. */
public final class CodeCache implements CodeListener {
    private final ConcurrentHashMap<Long, CodePage> pages = new ConcurrentHashMap<>();
    private final GuestMemory memory;
    private final Predecoder predecoder;

    /**
     * Makes an empty cache. The caller registers it with the memory as a code listener, before any CPU runs.
     *
     * @param memory where instructions are fetched
     * @param predecoder what they mean
     */
    public CodeCache(GuestMemory memory, Predecoder predecoder) {
        this.memory = memory;
        this.predecoder = predecoder;
    }

    GuestMemory memory() {
        return memory;
    }

    Predecoder predecoder() {
        return predecoder;
    }

    CodePage page(long address) {
        return pages.computeIfAbsent(address >>> CodePage.SHIFT, CodePage::new);
    }

    /**
     * Drops what was decoded from changed words. CPUs that are executing it finish the block; after their next
     * synchronisation they do not find it any more.
     *
     * @param address of the first changed byte
     * @param length in bytes; all words that they touch are dropped
     */
    @Override
    public void codeChanged(long address, int length) {
        long last = address + length - 1;
        for (long number = address >>> CodePage.SHIFT; number <= last >>> CodePage.SHIFT; number++) {
            long start = number << CodePage.SHIFT;
            int first = Long.compareUnsigned(address, start) > 0 ? index(address) : 0;
            int end = last >>> CodePage.SHIFT == number ? index(last) : CodePage.WORDS - 1;
            // Not only pages that exist: one may be about to be filled, and then its lock orders the two.
            page(start).forget(first, end - first + 1);
        }
    }

    static int index(long address) {
        return (int) (address >>> 2) & (CodePage.WORDS - 1);
    }
}
