package org.jftrace.core;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jftrace.core.dispatch.Tracer;
import org.jftrace.core.dispatch.TracerList;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordFlags;
import org.jftrace.core.record.RecordTable;
import org.jftrace.core.update.HandleTable;
import org.jftrace.direct.DirectTargets;
import org.jftrace.site.CallSiteInfo;
import org.jspecify.annotations.Nullable;

/** Describes call sites to whoever asks, without a lock: each as it was at some moment. */
record SiteReports(RecordTable records, TracerList tracers, HandleTable handles) {
    List<CallSiteInfo> all() {
        List<Tracer> now = tracers.snapshot();
        return records.stream().map(record -> describe(record, now)).toList();
    }

    Optional<CallSiteInfo> at(long address) {
        return Optional.ofNullable(records.find(address)).map(this::describe);
    }

    private CallSiteInfo describe(DynRecord record) {
        return describe(record, tracers.snapshot());
    }

    /** Describes a site as its flags say, with one tracer more if it has just been taken from it. */
    CallSiteInfo atFailure(DynRecord record, int flags, @Nullable Tracer changing) {
        List<Tracer> now = tracers.snapshot();
        Stream<Tracer> users = now.stream().filter(tracer -> selects(tracer, record) || tracer == changing);
        Stream<Tracer> left = Stream.ofNullable(changing).filter(tracer -> !now.contains(tracer));
        return RecordFlags.count(flags) == 0
                ? untraced(record, flags)
                : traced(record, flags, Stream.concat(users, left).toList());
    }

    /** Looks again if the site changed meanwhile: its module may go, and with it the PLT that it leads to. */
    private CallSiteInfo describe(DynRecord record, List<Tracer> now) {
        int flags;
        CallSiteInfo info;
        do {
            flags = record.flagsAcquire();
            info = describe(record, flags, now);
        } while (flags != record.flagsAcquire());
        return info;
    }

    private CallSiteInfo describe(DynRecord record, int flags, List<Tracer> now) {
        return RecordFlags.count(flags) == 0
                ? untraced(record, flags)
                : traced(
                        record,
                        flags,
                        now.stream().filter(tracer -> selects(tracer, record)).toList());
    }

    private static boolean selects(Tracer tracer, DynRecord record) {
        return tracer.selectedAcquire().contains(record.slot());
    }

    private CallSiteInfo traced(DynRecord record, int flags, List<Tracer> users) {
        return new CallSiteInfo(
                record.function(),
                record.group().module(),
                record.entry(),
                record.ip(),
                literal(record),
                RecordFlags.count(flags),
                users.stream().map(tracer -> tracer.ops().name()).toList(),
                target(record, flags, users),
                direct(record, users),
                RecordFlags.names(flags),
                sole(flags, users)
                        .map(tracer -> new CallSiteInfo.Ops(
                                tracer.ops().name(), tracer.home().handle(), tracer.func())));
    }

    private CallSiteInfo untraced(DynRecord record, int flags) {
        return new CallSiteInfo(
                record.function(),
                record.group().module(),
                record.entry(),
                record.ip(),
                literal(record),
                0,
                List.of(),
                target(record, flags, List.of()),
                OptionalLong.empty(),
                RecordFlags.names(flags),
                Optional.empty());
    }

    private static OptionalLong literal(DynRecord record) {
        return record.hasLiteral() ? OptionalLong.of(record.site().literal()) : OptionalLong.empty();
    }

    /** Empty too in the moment between a change of the flags and of the list. */
    private static Optional<Tracer> sole(int flags, List<Tracer> users) {
        return RecordFlags.has(flags, RecordFlags.CALL_OPS_EN | RecordFlags.TRAMP_EN)
                ? users.stream().findFirst()
                : Optional.empty();
    }

    /** The kernel's {@code ftrace_find_rec_direct}. */
    private static OptionalLong direct(DynRecord record, List<Tracer> users) {
        return users.stream()
                .mapToLong(tracer -> tracer.targetsAcquire().at(record.ip()))
                .filter(target -> target != DirectTargets.NOWHERE)
                .findFirst();
    }

    private OptionalLong target(DynRecord record, int flags, List<Tracer> users) {
        if (!RecordFlags.has(flags, RecordFlags.ENABLED)) {
            return OptionalLong.empty();
        }
        long direct = RecordFlags.has(flags, RecordFlags.DIRECT_EN)
                ? direct(record, users).orElse(DirectTargets.NOWHERE)
                : DirectTargets.NOWHERE;
        if (RecordFlags.has(flags, RecordFlags.TRAMP_EN) && !handles.leadsTo(record, direct)) {
            return users.stream()
                    .mapToLong(tracer -> tracer.home().trampoline())
                    .findFirst();
        }
        return handles.target(record, direct);
    }
}
