package org.jftrace.core.update;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jftrace.core.hash.IpSet;
import org.jftrace.core.record.Decision;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordFlags;
import org.jftrace.core.record.RecordTable;

/**
 * What has to be done at which call sites, worked out before anything is done. Making one changes nothing; it can be
 * printed, carried out ({@link CodeUpdater}) and, as far as accounting goes, taken back.
 */
public final class UpdatePlan {
    private final List<Step> steps;
    private final int removed;

    /**
     * One call site.
     *
     * @param record of the site
     * @param before its flags now
     * @param after its flags with the new account, before the code is changed
     * @param handle what its literal will name; 0 if it has none or it does not change
     */
    public record Step(DynRecord record, int before, int after, long handle) {
        /**
         * Decides from the flags.
         *
         * @return what to do
         */
        public Decision decision() {
            return Decision.of(after);
        }

        @Override
        public String toString() {
            return decision() + " " + record + (handle == 0 ? "" : " ops 0x" + Long.toHexString(handle));
        }
    }

    private UpdatePlan(List<Step> steps, int removed) {
        this.steps = steps;
        this.removed = removed;
    }

    /**
     * Plans a change of one tracer's call sites.
     *
     * @param records of all call sites
     * @param before what the tracer selected
     * @param after what it will select
     * @param handles what the literal of a site should name, given the site's record and its new flags
     * @return a plan for the sites that differ
     */
    public static UpdatePlan of(RecordTable records, IpSet before, IpSet after, HandleChoice handles) {
        List<Step> steps = new ArrayList<>();
        long[] gone = before.minus(after);
        addSteps(steps, records, gone, -1, handles);
        addSteps(steps, records, after.minus(before), +1, handles);
        return new UpdatePlan(steps, gone.length);
    }

    /** Chooses what the literal of a site names. */
    @FunctionalInterface
    public interface HandleChoice {
        /**
         * Chooses.
         *
         * @param record of the site, which has a literal
         * @param flags its new flags
         * @return the address of a handle
         */
        long handleFor(DynRecord record, int flags);
    }

    private static void addSteps(List<Step> steps, RecordTable records, long[] ips, int change, HandleChoice handles) {
        for (long ip : ips) {
            DynRecord record = records.find(ip);
            if (record == null) {
                throw new IllegalStateException("no record of the call site at 0x" + Long.toHexString(ip));
            }
            int before = record.flags();
            int after = RecordFlags.account(before, record.hasLiteral(), change);
            boolean names = record.hasLiteral() && Decision.of(after) != Decision.IGNORE;
            steps.add(new Step(record, before, after, names ? handles.handleFor(record, after) : 0));
        }
    }

    /**
     * Returns the steps.
     *
     * @return those that take a site away first
     */
    public List<Step> steps() {
        return steps;
    }

    /**
     * Tells whether a tracer loses call sites.
     *
     * @return true if somebody may have to be waited for
     */
    public boolean removesSites() {
        return removed > 0;
    }

    /** Accounts for the change, before any code is changed. */
    public void account() {
        steps.forEach(step -> step.record.setFlags(step.after));
    }

    /** Takes the account back. What is there at the sites stays known, should code have been changed meanwhile. */
    public void undoAccount() {
        steps.forEach(step -> step.record.setFlags(RecordFlags.withdrawn(step.record.flags(), step.before)));
    }

    /** Makes the records as they were, the code included: for a machine that was closed and executes none of it. */
    public void forget() {
        steps.forEach(step -> step.record.setFlags(step.before));
    }

    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining("\n"));
    }
}
