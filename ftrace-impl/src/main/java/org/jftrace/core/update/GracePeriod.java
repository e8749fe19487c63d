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
    private static final VarHandle OPENED;
    private static final VarHandle LEFT;
    private static final VarHandle OWNER;
    private static final int SPINS = 200;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OPENED = lookup.findVarHandle(Row.class, "opened", long.class);
            LEFT = lookup.findVarHandle(Row.class, "left", long.class);
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
        /** Sections opened so far, those inside another not counted. Changed by read-modify-writes alone. */
        private long opened;
        /** Sections left so far: as many as were opened, or one less while one is open. */
        private long left;
        /** Sections that are open inside of the one that is counted. */
        private int inner;
        /** Id of the thread that opened the last. */
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
         * Counted by a read-modify-write, since whoever waits looks at the count by one: each reads what the one before left. Either
         * the wait finds the section counted; or what was unpublished before the wait happens-before all that the section reads.
         * A store would not do, even a volatile one: reads may overtake it. Nor would one word for opening and leaving: having
         * left, a CPU would read its own store next, and not what a wait has left meanwhile.
         */
        @Override
        public void enter(GuestCpu on) {
            long before = opened;
            if (left == before) {
                long thread = Thread.currentThread().getId();
                if (cpu != on || owner != thread) {
                    changeHands(on, thread);
                }
                OPENED.getAndSet(this, before + 1); // whoever sees it open sees its owner
            } else {
                inner++;
            }
        }

        /** Seldom, so on its own: what a store of a reference takes would be in the way of every section. */
        private void changeHands(GuestCpu on, long thread) {
            cpu = on;
            owner = thread;
        }

        @Override
        public void exit(GuestCpu on) {
            if (inner == 0) {
                LEFT.setRelease(this, opened);
            } else {
                inner--;
            }
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
    private static void awaitRow(Row row) {
        long last = (long) OPENED.getAndAdd(row, 0L); // see Row.enter
        for (int spins = 0; leftAcquire(row) < last && !isMine(row); spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    /** An acquire: what was done in a section that is found left happens-before the end of the wait. */
    private static long leftAcquire(Row row) {
        return (long) LEFT.getAcquire(row);
    }

    private static boolean isOpen(Row row) {
        return leftAcquire(row) < (long) OPENED.getAcquire(row);
    }

    /** To be asked only once the row was found open (an acquire): before that, the owner may be that of an older section. */
    private static boolean isMine(Row row) {
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
            if (isOpen(row) && isMine(row)) {
                return row.cpu;
            }
        }
        return null;
    }
}
