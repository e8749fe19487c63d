package org.jftrace.core.update;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.core.record.DynRecord;
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
    private final Function<DynRecord, CallSiteInfo> report;
    private volatile @Nullable FtraceBug bug;

    /**
     * Makes a switch.
     *
     * @param handles are made to do nothing
     * @param report describes a site
     */
    public KillSwitch(HandleTable handles, Function<DynRecord, CallSiteInfo> report) {
        this.handles = handles;
        this.report = report;
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
     * @return what the caller should throw
     */
    public FtraceException kill(StepFailedException failure) {
        CallSiteInfo site = report.apply(failure.step().record());
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        OptionalInt expected = OptionalInt.empty();
        OptionalInt found = OptionalInt.empty();
        if (cause instanceof PatchMismatchException mismatch) {
            expected = OptionalInt.of(mismatch.expected());
            found = OptionalInt.of(mismatch.found());
        }
        FtraceBug killer = new FtraceBug(site, String.valueOf(failure.getMessage()), expected, found, cause);
        bug = killer;
        handles.neutraliseAll(failure);
        LOG.error(
                "ftrace bug, tracing is killed: {}; flags {}, tracers {}",
                killer.reason(),
                site.flags(),
                site.tracers());
        return new FtraceException(Errno.ENODEV, "tracing is killed: " + killer.reason(), failure);
    }
}
