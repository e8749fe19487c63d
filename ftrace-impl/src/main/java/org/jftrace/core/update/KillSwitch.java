package org.jftrace.core.update;

import java.util.Optional;
import java.util.OptionalInt;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.core.dispatch.Tracer;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordFlags;
import org.jftrace.core.update.CodeUpdater.StepFailedException;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.site.FtraceBug;
import org.jftrace.spi.arch.PatchMismatchException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops all tracing once code was not what it ought to be; the kernel's {@code ftrace_bug} and {@code ftrace_kill}. */
public final class KillSwitch {
    private static final Logger LOG = LoggerFactory.getLogger(KillSwitch.class);

    private final HandleTable handles;
    private final Reporter reporter;
    private volatile @Nullable FtraceBug bug;

    /** Describes the site at which it happened. */
    @FunctionalInterface
    public interface Reporter {
        /**
         * Describes a site.
         *
         * @param record of the site
         * @param flags to describe it by
         * @param changing who was to get or lose the site; null if tracing was switched on or off
         * @return the description
         */
        CallSiteInfo describe(DynRecord record, int flags, @Nullable Tracer changing);
    }

    /**
     * Makes a switch.
     *
     * @param handles are made to do nothing
     * @param reporter describes the site
     */
    public KillSwitch(HandleTable handles, Reporter reporter) {
        this.handles = handles;
        this.reporter = reporter;
    }

    /**
     * Returns what killed tracing.
     *
     * @return empty while all is well
     */
    public Optional<FtraceBug> bug() {
        return Optional.ofNullable(bug);
    }

    /**
     * Refuses once tracing was killed.
     *
     * @throws FtraceException {@link Errno#ENODEV}
     */
    public void requireAlive() {
        FtraceBug killer = bug;
        if (killer != null) {
            throw new FtraceException(Errno.ENODEV, "tracing was killed: " + killer.reason(), killer.cause());
        }
    }

    /**
     * Kills tracing: no callback is called any more. Sites that are BLs stay so, and lead to handles that do nothing, so
     * the program runs on.
     *
     * @param failure what happened at which site
     * @param changing who was to get or lose the site; null if tracing was switched on or off
     * @param on whether tracing was to be on
     * @return what the caller should throw
     */
    public FtraceException kill(StepFailedException failure, @Nullable Tracer changing, boolean on) {
        UpdatePlan.Step step = failure.step();
        boolean loses = RecordFlags.count(step.before()) >= RecordFlags.count(step.after());
        CallSiteInfo site = reporter.describe(step.record(), loses ? step.before() : step.after(), changing);
        int flags = RecordFlags.settled(step.after(), on);
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        OptionalInt expected = OptionalInt.empty();
        OptionalInt found = OptionalInt.empty();
        if (cause instanceof PatchMismatchException mismatch) {
            expected = OptionalInt.of(mismatch.expected());
            found = OptionalInt.of(mismatch.found());
        }
        FtraceBug killer = new FtraceBug(site, flags, String.valueOf(failure.getMessage()), expected, found, cause);
        bug = killer;
        handles.neutraliseAll(failure);
        LOG.error(
                "ftrace bug, tracing is killed: {}; record flags {} ({}), tracers {}",
                killer.reason(),
                Integer.toHexString(flags),
                RecordFlags.count(flags),
                site.tracers());
        return new FtraceException(Errno.ENODEV, "tracing is killed: " + killer.reason(), failure);
    }
}
