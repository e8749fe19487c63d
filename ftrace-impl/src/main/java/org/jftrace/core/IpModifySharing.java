package org.jftrace.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.OpsFlag;
import org.jftrace.core.dispatch.Tracer;
import org.jftrace.core.hash.SiteSet;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordFlags;
import org.jftrace.core.record.RecordTable;
import org.jftrace.direct.IpModifyPeer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the owners of direct calls to share functions with IPMODIFY tracers, whichever of the two comes second; the kernel's
 * {@code prepare_direct_functions_for_ipmodify}. Under the core's lock.
 */
final class IpModifySharing {
    private static final Logger LOG = LoggerFactory.getLogger(IpModifySharing.class);

    private final RecordTable records;
    private final Map<Tracer, IpModifyPeer> peers = new HashMap<>();

    /** A peer that could not say now, and is worth being asked again. */
    static final class PeerBusyException extends FtraceException {
        private static final long serialVersionUID = 1L;

        PeerBusyException(FtraceException busy) {
            super(Errno.EAGAIN, String.valueOf(busy.getMessage()), busy);
        }
    }

    private record Shared(IpModifyPeer peer, long ip) {}

    IpModifySharing(RecordTable records) {
        this.records = records;
    }

    void own(Tracer direct, IpModifyPeer peer) {
        peers.put(direct, peer);
    }

    void disown(Tracer direct) {
        peers.remove(direct);
    }

    /** Asks for all sites that a tracer is about to have; if one refuses, those asked before are told that it is over. */
    void begin(Tracer tracer, SiteSet come) {
        int other = otherOf(tracer);
        if (other == 0) {
            return;
        }
        List<Shared> asked = new ArrayList<>();
        try {
            for (DynRecord record : records.of(come)) {
                if (RecordFlags.has(record.flagsAcquire(), other)) {
                    IpModifyPeer peer = peerAt(record, tracer);
                    peer.share(record.ip(), true);
                    asked.add(new Shared(peer, record.ip()));
                }
            }
        } catch (FtraceException refused) {
            asked.forEach(IpModifySharing::over);
            throw refused.errno() == Errno.EAGAIN ? new PeerBusyException(refused) : refused;
        }
    }

    /** Tells the owners that an IPMODIFY tracer no longer has some sites, or did not get them. */
    void end(Tracer tracer, SiteSet gone) {
        if (otherOf(tracer) == RecordFlags.DIRECT) {
            for (DynRecord record : records.of(gone)) {
                if (RecordFlags.has(record.flagsAcquire(), RecordFlags.DIRECT)) {
                    over(new Shared(peerAt(record, tracer), record.ip()));
                }
            }
        }
    }

    private static int otherOf(Tracer tracer) {
        if (tracer.isDirect()) {
            return RecordFlags.IPMODIFY;
        }
        return tracer.ops().flags().contains(OpsFlag.IPMODIFY) ? RecordFlags.DIRECT : 0;
    }

    private IpModifyPeer peerAt(DynRecord record, Tracer coming) {
        IpModifyPeer own = peers.get(coming);
        return own != null
                ? own
                : peers.entrySet().stream()
                        .filter(peer -> peer.getKey().selectedAcquire().contains(record.slot()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(IpModifyPeer.REFUSES);
    }

    private static void over(Shared shared) {
        try {
            shared.peer.share(shared.ip, false);
        } catch (FtraceException ignored) {
            LOG.debug("the owner of a direct call goes on sharing it", ignored);
        }
    }
}
