package org.jftrace.core.update;

import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.core.record.Decision;
import org.jftrace.core.record.RecordFlags;
import org.jftrace.core.record.RecordGroup;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.CallSitePatcher;
import org.jftrace.spi.arch.CallTarget;
import org.jftrace.spi.arch.PatchMismatchException;

/**
 * Carries plans out, site by site, then makes all CPUs see them at once. Enabling, the literal goes before the BL:
 * whoever executes the BL finds its ops. Disabling, the literal goes first too: a CPU that still executes the BL then
 * calls nobody.
 */
public final class CodeUpdater {
    private final Machine machine;
    private final CallSitePatcher patcher;

    /** A site at which the code could not be changed. */
    public static final class StepFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient UpdatePlan.Step step;

        StepFailedException(UpdatePlan.Step step, RuntimeException cause) {
            super(step + ": " + cause.getMessage(), cause);
            this.step = step;
        }

        /**
         * Returns what was being done.
         *
         * @return the step; those before it are done, those after it are not
         */
        public UpdatePlan.Step step() {
            return step;
        }
    }

    /**
     * Makes an updater.
     *
     * @param machine whose CPUs are synchronised
     * @param patcher patches words
     */
    public CodeUpdater(Machine machine, CallSitePatcher patcher) {
        this.machine = machine;
        this.patcher = patcher;
    }

    /**
     * Makes sites ready, before any CPU executes one.
     *
     * @param group of the sites
     * @param nopOps what their literals name
     * @throws FtraceException {@link Errno#EFAULT} if a site is not as a compiler leaves it
     */
    public void initialise(RecordGroup group, long nopOps) {
        try {
            group.stream().forEach(record -> patcher.initialise(record.site(), nopOps));
            machine.synchronizeCpus();
        } catch (PatchMismatchException mismatch) {
            throw new FtraceException(Errno.EFAULT, String.valueOf(mismatch.getMessage()), mismatch);
        }
    }

    /**
     * Changes the code.
     *
     * @param plan is accounted for already; its records are settled one by one
     * @throws StepFailedException if a site could not be changed
     */
    public void apply(UpdatePlan plan) {
        boolean changed = false;
        for (UpdatePlan.Step step : plan.steps()) {
            if (step.decision() != Decision.IGNORE) {
                apply(step, plan.isOn());
                changed = true;
            }
        }
        if (changed) {
            machine.synchronizeCpus();
        }
    }

    private void apply(UpdatePlan.Step step, boolean on) {
        CallSite site = step.record().site();
        try {
            if (site.hasLiteral()) {
                patcher.setOps(site, step.handle());
            }
            switch (step.decision()) {
                case MAKE_CALL -> patcher.makeCall(site, new CallTarget(step.to()));
                case MAKE_NOP -> patcher.makeNop(site, new CallTarget(step.from()));
                case MODIFY_CALL -> modify(site, step);
                case IGNORE -> {}
            }
        } catch (RuntimeException failure) {
            throw new StepFailedException(step, failure);
        }
        step.record().setFlagsRelease(RecordFlags.settled(step.after(), on));
    }

    /** Where the target stays the literal alone was what had to change. */
    private void modify(CallSite site, UpdatePlan.Step step) {
        if (step.from() != step.to()) {
            patcher.modifyCall(site, new CallTarget(step.from()), new CallTarget(step.to()));
        }
    }
}
