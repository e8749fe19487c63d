package org.jftrace.core.update;

import org.jftrace.core.dispatch.Tracer;
import org.jftrace.core.hash.SiteSet;
import org.jftrace.core.update.CodeUpdater.StepFailedException;
import org.jftrace.direct.DirectTargets;
import org.jftrace.spi.MachineClosedException;
import org.jspecify.annotations.Nullable;

/**
 * A change of who selects which sites, from plan to patched code: plan, account, publish, patch. Under the core's lock.
 */
public final class SiteChanges {
    private final Planner planner;
    private final CodeUpdater updater;
    private final KillSwitch killSwitch;
    private boolean on = true;

    /**
     * Makes the changes of a core, with tracing switched on.
     *
     * @param planner makes plans
     * @param updater carries them out
     * @param killSwitch is pulled when one cannot be
     */
    public SiteChanges(Planner planner, CodeUpdater updater, KillSwitch killSwitch) {
        this.planner = planner;
        this.updater = updater;
        this.killSwitch = killSwitch;
    }

    /**
     * Changes what a tracer selects. If it throws, the account is as before.
     *
     * @param tracer in the list, or put there by {@code publish}
     * @param before what it selects
     * @param after what it will select
     * @param publish makes it known to list walkers, once it is accounted for and before code is changed
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#EBUSY} if the plan is refused,
     *     {@link org.jftrace.Errno#ENODEV} if it could not be carried out, then tracing is killed
     */
    public void change(Tracer tracer, SiteSet before, SiteSet after, Runnable publish) {
        change(tracer, before, after, tracer.targetsAcquire(), publish);
    }

    /**
     * Changes what a direct call selects and where it sends it. If it throws, the account is as before.
     *
     * @param tracer as for {@link #change(Tracer, SiteSet, SiteSet, Runnable)}
     * @param before what it selects
     * @param after what it will select
     * @param targets where it will send them
     * @param publish makes both known to list walkers
     * @throws org.jftrace.FtraceException as there
     */
    public void change(Tracer tracer, SiteSet before, SiteSet after, DirectTargets targets, Runnable publish) {
        UpdatePlan plan = planner.change(tracer, before, after, targets, on);
        plan.account();
        publish.run();
        carryOut(plan, tracer);
    }

    /**
     * Takes a tracer's sites away.
     *
     * @param tracer taken out of the list
     * @param patch whether code can still be changed; if not, it is only accounted for
     */
    public void end(Tracer tracer, boolean patch) {
        UpdatePlan plan = planner.change(tracer, tracer.selectedAcquire(), SiteSet.EMPTY, DirectTargets.NONE, on);
        plan.account();
        if (patch) {
            apply(plan, tracer);
        }
    }

    /**
     * Switches tracing on or off.
     *
     * @param enabled what it will be
     */
    public void switchTo(boolean enabled) {
        carryOut(planner.switchTo(enabled), null);
        on = enabled;
    }

    /**
     * Tells whether tracing is switched on.
     *
     * @return true at first
     */
    public boolean isOn() {
        return on;
    }

    private void carryOut(UpdatePlan plan, @Nullable Tracer changing) {
        try {
            apply(plan, changing);
        } catch (MachineClosedException gone) {
            plan.forget();
            throw gone;
        } catch (RuntimeException refused) {
            plan.undoAccount();
            throw refused;
        }
    }

    private void apply(UpdatePlan plan, @Nullable Tracer changing) {
        try {
            updater.apply(plan);
        } catch (StepFailedException failure) {
            if (failure.getCause() instanceof MachineClosedException gone) {
                throw gone;
            }
            throw killSwitch.kill(failure, changing, plan.isOn());
        }
    }
}
