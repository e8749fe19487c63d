package org.jftrace.core.update;

import java.util.Arrays;
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
    /** What literals will name; null while all that change will name {@link #handle}. */
    private long @Nullable [] handles;

    private long handle;
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
     * Starts a plan, to which its sites are added in order.
     *
     * @param on whether tracing will be switched on
     * @param records of all its sites
     * @param entry where almost every site branches to
     */
    UpdatePlan(boolean on, DynRecord[] records, long entry) {
        this.on = on;
        this.entry = entry;
        this.records = records;
        this.before = new int[records.length];
        this.after = new int[records.length];
    }

    /** Adds the next site, whose flags become others. */
    void add(int old, int flags, Destinations now, Destinations then) {
        int at = size++;
        DynRecord record = records[at];
        before[at] = old;
        after[at] = flags;
        Decision decision = Decision.of(flags, on);
        if (decision == Decision.IGNORE) {
            return;
        }
        boolean will = decision != Decision.MAKE_NOP;
        if (record.hasLiteral()) {
            setHandle(at, then.handle(record, will ? flags : 0));
        }
        int due = will ? RecordFlags.due(flags, on) : 0;
        if (record.isFar() || !record.hasLiteral() || RecordFlags.has(old | due, RecordFlags.DIRECT_EN)) {
            boolean was = decision != Decision.MAKE_CALL;
            setBranches(at, was ? branch(record, old, now) : 0, will ? branch(record, due, then) : 0);
        }
    }

    private static long branch(DynRecord record, int there, Destinations destinations) {
        return destinations.target(
                record, RecordFlags.has(there, RecordFlags.TRAMP_EN), RecordFlags.has(there, RecordFlags.DIRECT_EN));
    }

    private void setHandle(int at, long next) {
        if (handles == null) {
            if (handle == 0 || handle == next) {
                handle = next;
                return;
            }
            handles = new long[records.length];
            Arrays.fill(handles, 0, at, handle);
        }
        handles[at] = next;
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

    DynRecord record(int at) {
        return records[at];
    }

    /** What the literal will name; for a step that is not to be ignored, at a site that has one. */
    long handle(int at) {
        return handles == null ? handle : handles[at];
    }

    /** Where the BL goes now; 0 if there is none. */
    long from(int at, Decision decision) {
        long odd = from == null ? 0 : from[at];
        return odd != 0 || decision == Decision.MAKE_CALL ? odd : entry;
    }

    /** Where the BL will go; 0 if there will be none. */
    long to(int at, Decision decision) {
        long odd = to == null ? 0 : to[at];
        return odd != 0 || decision == Decision.MAKE_NOP ? odd : entry;
    }

    Decision decision(int at) {
        return Decision.of(after[at], on);
    }

    /** The flags of a step's record once it is done. */
    int settled(int at) {
        return RecordFlags.settled(after[at], on);
    }

    /** One of the steps. */
    Step step(int at) {
        Decision decision = decision(at);
        DynRecord record = records[at];
        if (decision == Decision.IGNORE) {
            return new Step(record, before[at], after[at], decision, 0, 0, 0);
        }
        long names = record.hasLiteral() ? handle(at) : 0;
        return new Step(record, before[at], after[at], decision, names, from(at, decision), to(at, decision));
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
