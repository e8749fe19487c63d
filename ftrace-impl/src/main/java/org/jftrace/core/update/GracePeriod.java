package org.jftrace.core.update;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.ReaderSection;
import org.jspecify.annotations.Nullable;

/**
 * Waits for host code that was in a {@link ReaderSection}: callbacks, list walkers, host twins. Each CPU counts, so
 * readers never meet; the kernel has {@code synchronize_rcu}.
 *
 * <pre>
 *     one row of 128 bytes a CPU, so that no two share a cache line (or its neighbour):
 *     +0   u64 state    sections opened so far &lt;&lt; 16 | depth of nesting now
 *     +8   u64 owner    id of the thread that opened the outermost
 * </pre>
 */
public final class GracePeriod implements ReaderSection {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int ROW = 16;
    private static final int OWNER = 1;
    private static final long DEPTH = 0xffff;
    private static final long OPEN = (1 << 16) + 1;
    private static final int SPINS = 200;

    private final long[] words;
    private final int cpus;
    /** The CPUs by number, each stored when it first opens a section, by the thread that runs it. */
    private final @Nullable GuestCpu[] seen;

    /**
     * Makes the counters.
     *
     * @param cpus how many CPUs there can be
     */
    public GracePeriod(int cpus) {
        this.cpus = cpus;
        this.words = new long[(cpus + 1) * ROW];
        this.seen = new @Nullable GuestCpu[cpus];
    }

    /** The first row stays empty: it keeps the array's header apart. */
    private static int row(int cpu) {
        return (cpu + 1) * ROW;
    }

    /**
     * The fence orders this store before the reads of the section (store-load, which release alone would not): an updater
     * that has unpublished something and finds the section closed knows that the section will find it unpublished.
     */
    @Override
    public void enter(GuestCpu cpu) {
        int row = row(cpu.id());
        long state = words[row];
        if ((state & DEPTH) == 0) {
            if (seen[cpu.id()] != cpu) {
                seen[cpu.id()] = cpu;
            }
            words[row + OWNER] = Thread.currentThread().getId();
            WORD.setRelease(words, row, state + OPEN); // whoever sees it open sees its owner
            VarHandle.fullFence();
        } else {
            words[row] = state + 1;
        }
    }

    @Override
    public void exit(GuestCpu cpu) {
        int row = row(cpu.id());
        WORD.setRelease(words, row, words[row] - 1);
    }

    /**
     * Waits until every section that is open now has been left, save those of the calling thread.
     */
    public void await() {
        VarHandle.fullFence();
        for (int cpu = 0; cpu < cpus; cpu++) {
            awaitRow(row(cpu));
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // correct without it; it lets a reader run that shares our core
    private void awaitRow(int row) {
        long first = stateAcquire(row);
        long now = first;
        for (int spins = 0; isOpen(now) && now >>> 16 == first >>> 16 && !isMine(row); spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
            now = stateAcquire(row);
        }
    }

    /** An acquire: what was done in a section that is found closed happens-before the end of the wait. */
    private long stateAcquire(int row) {
        return (long) WORD.getAcquire(words, row);
    }

    private static boolean isOpen(long state) {
        return (state & DEPTH) != 0;
    }

    /** To be asked only once the row was found open (an acquire): before that, the owner may be that of an older section. */
    private boolean isMine(int row) {
        return (long) WORD.getOpaque(words, row + OWNER)
                == Thread.currentThread().getId();
    }

    /**
     * Tells whether the calling thread is inside a section, so that it must not wait for others who may wait for it.
     *
     * @return true in a callback
     */
    public boolean isInside() {
        return currentCpu() != null;
    }

    /**
     * Returns the CPU whose section the calling thread is in.
     *
     * @return null outside of callbacks
     */
    public @Nullable GuestCpu currentCpu() {
        for (int cpu = 0; cpu < cpus; cpu++) {
            if (isOpen(stateAcquire(row(cpu))) && isMine(row(cpu))) {
                return seen[cpu];
            }
        }
        return null;
    }
}
