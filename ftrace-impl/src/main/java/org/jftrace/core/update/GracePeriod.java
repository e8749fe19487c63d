package org.jftrace.core.update;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.ReaderSection;
import org.jspecify.annotations.Nullable;

/**
 * Waits for host code that was in a {@link ReaderSection}: callbacks, list walkers, host twins. Each CPU counts, so
 * readers never meet; the kernel has {@code synchronize_rcu}.
 */
public final class GracePeriod implements ReaderSection {
    private static final VarHandle STATE;
    private static final VarHandle OWNER;
    private static final long DEPTH = 0xffff;
    private static final long OPEN = (1 << 16) + 1;
    private static final int SPINS = 200;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Row.class, "state", long.class);
            OWNER = lookup.findVarHandle(Row.class, "owner", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Row[] rows;
    private final WaitRight right;

    /** Keeps the fields of a {@link Row} a cache line and its neighbour away from what lies before it in the heap. */
    @SuppressWarnings("unused")
    private abstract static class Padding extends OfCpu {
        private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
    }

    /** What one CPU writes and updaters read. */
    @SuppressWarnings("unused")
    private static final class Row extends Padding {
        /** Sections opened so far &lt;&lt; 16 | depth of nesting now. */
        private long state;
        /** Id of the thread that opened the outermost. */
        private long owner;
        /** The CPU, stored when it first opens a section, by the thread that runs it. */
        private @Nullable GuestCpu cpu;
        /** So that who is inside can reach it: sections that nobody can reach are not asked who is inside. */
        private final GracePeriod section;

        private long q0, q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, q13, q14, q15;

        Row(GracePeriod section) {
            this.section = section;
        }

        /**
         * Opened by a read-modify-write, since whoever waits looks with another: of two read-modify-writes of one variable the later
         * reads what the earlier left. Either the wait finds the section open; or what was unpublished before the wait
         * happens-before all that the section reads. A store would not do, even a volatile one: reads may overtake it.
         */
        @Override
        public void enter(GuestCpu on) {
            long before = state;
            if ((before & DEPTH) == 0) {
                long thread = Thread.currentThread().getId();
                if (cpu != on || owner != thread) {
                    changeHands(on, thread);
                }
                STATE.getAndSet(this, before + OPEN); // whoever sees it open sees its owner
            } else {
                STATE.setOpaque(this, before + 1); // whole, since others read it
            }
        }

        /** Seldom, so on its own: what a store of a reference takes would be in the way of every section. */
        private void changeHands(GuestCpu on, long thread) {
            cpu = on;
            owner = thread;
        }

        @Override
        public void exit(GuestCpu on) {
            STATE.setRelease(this, state - 1);
        }
    }

    /**
     * Makes the counters.
     *
     * @param cpus how many CPUs there can be
     */
    public GracePeriod(int cpus) {
        this(cpus, new WaitRight());
    }

    private GracePeriod(int cpus, WaitRight right) {
        this.right = right;
        rows = new Row[cpus];
        for (int cpu = 0; cpu < cpus; cpu++) {
            rows[cpu] = new Row(this);
        }
        right.add(this);
    }

    /**
     * Makes another section of the same ftrace.
     *
     * @return waited for by itself
     */
    public GracePeriod sibling() {
        return new GracePeriod(rows.length, right);
    }

    @Override
    public OfCpu of(int cpu) {
        return rows[cpu];
    }

    @Override
    public void await() {
        for (Row row : rows) {
            awaitRow(row);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // correct without it; it lets a reader run that shares our core
    private void awaitRow(Row row) {
        long first = (long) STATE.getAndAdd(row, 0L); // see Row.enter
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
    private long stateAcquire(Row row) {
        return (long) STATE.getAcquire(row);
    }

    private static boolean isOpen(long state) {
        return (state & DEPTH) != 0;
    }

    /** To be asked only once the row was found open (an acquire): before that, the owner may be that of an older section. */
    private boolean isMine(Row row) {
        return (long) OWNER.getOpaque(row) == Thread.currentThread().getId();
    }

    @Override
    public boolean isInside() {
        return currentCpu() != null;
    }

    @Override
    public void runWaiting(Runnable change) {
        right.run(change);
    }

    /**
     * Returns the CPU whose section the calling thread is in.
     *
     * @return null outside of callbacks
     */
    public @Nullable GuestCpu currentCpu() {
        for (Row row : rows) {
            if (isOpen(stateAcquire(row)) && isMine(row)) {
                return row.cpu;
            }
        }
        return null;
    }
}
