package org.jftrace.core.update;

import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.core.record.Decision;
import org.jftrace.core.record.DynRecord;
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
        int at = 0;
        boolean changed = false;
        try {
            for (; at < plan.size(); at++) {
                Decision decision = plan.decision(at);
                if (decision != Decision.IGNORE) {
                    DynRecord record = plan.record(at);
                    int settled = plan.settled(at);
                    apply(plan, at, record, decision);
                    record.setFlagsRelease(settled);
                    changed = true;
                }
            }
        } catch (RuntimeException failure) {
            throw new StepFailedException(plan.step(at), failure);
        }
        if (changed) {
            machine.synchronizeCpus();
        }
    }

    /** The literal, then the branch; where the branch stays the literal alone is what had to change. */
    private void apply(UpdatePlan plan, int at, DynRecord record, Decision decision) {
        if (record.hasLiteral()) {
            patcher.setOps(record.site(), plan.handle(at));
        }
        switch (decision) {
            case MAKE_CALL -> patcher.makeCall(record.site(), new CallTarget(plan.to(at, decision)));
            case MAKE_NOP -> patcher.makeNop(record.site(), new CallTarget(plan.from(at, decision)));
            case MODIFY_CALL -> modify(record.site(), plan.from(at, decision), plan.to(at, decision));
            case IGNORE -> {}
        }
    }

    private void modify(CallSite site, long from, long to) {
        if (from != to) {
            patcher.modifyCall(site, new CallTarget(from), new CallTarget(to));
        }
    }
}
