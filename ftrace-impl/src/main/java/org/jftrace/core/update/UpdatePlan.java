package org.jftrace.core.update;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jftrace.core.record.Decision;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordFlags;

/**
 * What has to be done at which call sites, worked out before anything is done. Making one changes nothing; it can be
 * printed, carried out ({@link CodeUpdater}) and, as far as accounting goes, taken back.
 */
public final class UpdatePlan {
    private final List<Step> steps;
    private final boolean on;

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
     * @param expected how many steps there may be
     */
    UpdatePlan(boolean on, int expected) {
        this.on = on;
        this.steps = new ArrayList<>(expected);
    }

    /** Adds a site whose flags become others, if there is anything to do. */
    void add(DynRecord record, int after, Destinations now, Destinations then) {
        int before = record.flagsAcquire();
        Decision decision = Decision.of(after, on);
        if (decision == Decision.IGNORE) {
            steps.add(new Step(record, before, after, decision, 0, 0, 0));
            return;
        }
        boolean was = decision != Decision.MAKE_CALL;
        boolean will = decision != Decision.MAKE_NOP;
        steps.add(new Step(
                record,
                before,
                after,
                decision,
                record.hasLiteral() ? then.handle(record, will ? after : 0) : 0,
                was ? now.target(record, RecordFlags.has(before, RecordFlags.TRAMP_EN)) : 0,
                will ? then.target(record, RecordFlags.has(after, RecordFlags.TRAMP)) : 0));
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
     * Tells whether tracing will be switched on.
     *
     * @return what decides, together with the flags
     */
    boolean isOn() {
        return on;
    }

    /** Accounts for the change, before any code is changed. */
    void account() {
        for (Step step : steps) {
            step.record.setFlagsRelease(step.after);
        }
    }

    /** Takes the account back. What is there at the sites stays known, should code have been changed meanwhile. */
    void undoAccount() {
        for (Step step : steps) {
            step.record.setFlagsRelease(RecordFlags.withdrawn(step.record.flagsAcquire(), step.before));
        }
    }

    /** Makes the records as they were, the code included: for a machine that was closed and executes none of it. */
    void forget() {
        for (Step step : steps) {
            step.record.setFlagsRelease(step.before);
        }
    }

    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining("\n"));
    }
}
