package org.jftrace.core.update;

import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.core.record.Decision;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordFlags;
import org.jftrace.core.record.RecordTable;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.ArchPort;
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
    private final CallTarget entry;
    private final CallTarget listEntry;

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
     * @param arch patches words
     * @param listEntry where sites without a literal branch to
     */
    public CodeUpdater(Machine machine, ArchPort arch, CallTarget listEntry) {
        this.machine = machine;
        this.patcher = arch.patcher();
        this.entry = arch.trampolines().entry();
        this.listEntry = listEntry;
    }

    /**
     * Makes all sites ready, before any CPU executes one. If it fails, the handles are freed.
     *
     * @param records of the sites
     * @param handles what their literals name
     */
    public void initialise(RecordTable records, HandleTable handles) {
        try {
            records.stream().forEach(record -> patcher.initialise(record.site(), handles.nopOps()));
            machine.synchronizeCpus();
        } catch (PatchMismatchException mismatch) {
            throw Handles.undone(
                    new FtraceException(Errno.EFAULT, String.valueOf(mismatch.getMessage()), mismatch), handles::free);
        } catch (RuntimeException failure) {
            throw Handles.undone(failure, handles::free);
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
                apply(step);
                changed = true;
            }
        }
        if (changed) {
            machine.synchronizeCpus();
        }
    }

    private void apply(UpdatePlan.Step step) {
        DynRecord record = step.record();
        CallSite site = record.site();
        try {
            if (site.hasLiteral()) {
                patcher.setOps(site, step.handle());
            }
            switch (step.decision()) {
                case MAKE_CALL -> patcher.makeCall(site, target(record));
                case MAKE_NOP -> patcher.makeNop(site, target(record));
                case MODIFY_CALL, IGNORE -> {}
            }
        } catch (RuntimeException failure) {
            throw new StepFailedException(step, failure);
        }
        record.setFlags(RecordFlags.settled(step.after()));
    }

    /**
     * Returns where a site branches to while it is enabled.
     *
     * @param record of the site
     * @return the static trampoline or the one bound to the list
     */
    public CallTarget target(DynRecord record) {
        return record.hasLiteral() ? entry : listEntry;
    }
}
