package org.jftrace.core.update;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jftrace.core.record.Decision;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordFlags;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done at which call sites, worked out before anything is done. Making one changes nothing; it can be
 * printed, carried out ({@link CodeUpdater}) and, as far as accounting goes, taken back.
 *
 * <p>A plan may be for all of a kernel's sites, so its steps are kept in columns; {@link Step} is a row to look at.
 */
public final class UpdatePlan {
    private final boolean on;
    private final DynRecord[] records;
    private final int[] before;
    private final int[] after;
    private final long[] handles;
    /** Where BLs go, now and then; null while every site branches to {@link #entry} if to anything. */
    private long @Nullable [] from;

    private long @Nullable [] to;
    private final long entry;
    private int size;

    /**
     * One call site.
     *
     * @param record of the site
     * @param before its flags now
     * @param after its flags with the new account, before the code is changed
     * @param decision what to do
     * @param handle what its literal will name; 0 if it has none or it does not change
     * @param from where its BL goes now; 0 if it is none
     * @param to where its BL will go; 0 if it will be none
     */
    public record Step(DynRecord record, int before, int after, Decision decision, long handle, long from, long to) {
        @Override
        public String toString() {
            return decision + " " + record + (handle == 0 ? "" : " ops 0x" + Long.toHexString(handle));
        }
    }

    /**
     * Starts a plan.
     *
     * @param on whether tracing will be switched on
     * @param most how many sites will be added at most
     * @param entry where almost every site branches to
     */
    UpdatePlan(boolean on, int most, long entry) {
        this.on = on;
        this.entry = entry;
        this.records = new DynRecord[most];
        this.before = new int[most];
        this.after = new int[most];
        this.handles = new long[most];
    }

    /** Adds a site whose flags become others. */
    void add(DynRecord record, int flags, Destinations now, Destinations then) {
        int old = record.flagsAcquire();
        int at = size++;
        records[at] = record;
        before[at] = old;
        after[at] = flags;
        Decision decision = Decision.of(flags, on);
        if (decision == Decision.IGNORE) {
            return;
        }
        boolean will = decision != Decision.MAKE_NOP;
        handles[at] = record.hasLiteral() ? then.handle(record, will ? flags : 0) : 0;
        if (record.isFar() || !record.hasLiteral()) {
            boolean was = decision != Decision.MAKE_CALL;
            setBranches(
                    at,
                    was ? now.target(record, RecordFlags.has(old, RecordFlags.TRAMP_EN)) : 0,
                    will ? then.target(record, RecordFlags.has(flags, RecordFlags.TRAMP)) : 0);
        }
    }

    private void setBranches(int at, long now, long then) {
        if (from == null || to == null) {
            from = new long[records.length];
            to = new long[records.length];
        }
        from[at] = now;
        to[at] = then;
    }

    /** Whether tracing will be switched on. */
    boolean isOn() {
        return on;
    }

    int size() {
        return size;
    }

    boolean isToBeDone(int at) {
        return decision(at) != Decision.IGNORE;
    }

    DynRecord record(int at) {
        return records[at];
    }

    long handle(int at) {
        return handles[at];
    }

    /** Where the BL goes now; 0 if there is none. */
    long from(int at) {
        long odd = from == null ? 0 : from[at];
        return odd != 0 || decision(at) == Decision.MAKE_CALL ? odd : entry;
    }

    /** Where the BL will go; 0 if there will be none. */
    long to(int at) {
        long odd = to == null ? 0 : to[at];
        return odd != 0 || decision(at) == Decision.MAKE_NOP ? odd : entry;
    }

    Decision decision(int at) {
        return Decision.of(after[at], on);
    }

    /** One of the steps. */
    Step step(int at) {
        Decision decision = decision(at);
        boolean left = decision == Decision.IGNORE;
        return new Step(
                records[at], before[at], after[at], decision, handles[at], left ? 0 : from(at), left ? 0 : to(at));
    }

    /**
     * Returns the steps.
     *
     * @return those that take a site away first
     */
    public List<Step> steps() {
        return IntStream.range(0, size).mapToObj(this::step).toList();
    }

    /** Accounts for the change, before any code is changed. */
    void account() {
        for (int i = 0; i < size; i++) {
            records[i].setFlagsRelease(after[i]);
        }
    }

    /** Makes what was wanted of the first steps what is there. */
    void settle(int done) {
        for (int i = 0; i < done; i++) {
            if (isToBeDone(i)) {
                records[i].setFlagsRelease(RecordFlags.settled(after[i], on));
            }
        }
    }

    /** Takes the account back. What is there at the sites stays known, should code have been changed meanwhile. */
    void undoAccount() {
        for (int i = 0; i < size; i++) {
            records[i].setFlagsRelease(RecordFlags.withdrawn(records[i].flagsAcquire(), before[i]));
        }
    }

    /** Makes the records as they were, the code included: for a machine that was closed and executes none of it. */
    void forget() {
        for (int i = 0; i < size; i++) {
            records[i].setFlagsRelease(before[i]);
        }
    }

    @Override
    public String toString() {
        return steps().stream().map(Step::toString).collect(Collectors.joining("\n"));
    }
}
