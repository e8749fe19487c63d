package org.jftrace.core;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.core.dispatch.Tracer;
import org.jftrace.core.dispatch.TracerList;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordFlags;
import org.jftrace.core.record.RecordTable;
import org.jftrace.core.update.CodeUpdater;

/** Describes call sites to whoever asks, without a lock. */
record SiteReports(String module, RecordTable records, TracerList tracers, CodeUpdater updater) {
    List<CallSiteInfo> all() {
        List<Tracer> now = tracers.snapshot();
        return records.stream().map(record -> describe(record, now)).toList();
    }

    Optional<CallSiteInfo> at(long address) {
        return Optional.ofNullable(records.find(address)).map(record -> describe(record, tracers.snapshot()));
    }

    private CallSiteInfo describe(DynRecord record, List<Tracer> now) {
        int flags = record.flags();
        return new CallSiteInfo(
                record.function(),
                module,
                record.entry(),
                record.ip(),
                record.hasLiteral() ? OptionalLong.of(record.site().literal()) : OptionalLong.empty(),
                RecordFlags.count(flags),
                now.stream()
                        .filter(tracer -> tracer.selectedAcquire().contains(record.ip()))
                        .map(tracer -> tracer.ops().name())
                        .toList(),
                RecordFlags.has(flags, RecordFlags.ENABLED)
                        ? OptionalLong.of(updater.target(record).address())
                        : OptionalLong.empty());
    }
}
