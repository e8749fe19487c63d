package org.jftrace.bpf.image;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.direct.DirectTargets;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.CallSitePatcher;
import org.jftrace.spi.arch.CallTarget;

/** Programs with a call site of their own, which ftrace does not know; Linux: {@code bpf_arch_text_poke}. */
public final class StubCallSites implements CallSites {
    private final Machine machine;
    private final CallSitePatcher patcher;
    private final Map<Long, CallSite> stubs = new HashMap<>();
    private final Map<Long, Long> targets = new HashMap<>();

    /**
     * Makes the call sites of a machine; there are none yet.
     *
     * @param machine whose CPUs are synchronised
     * @param patcher patches words
     */
    public StubCallSites(Machine machine, CallSitePatcher patcher) {
        this.machine = machine;
        this.patcher = patcher;
    }

    /**
     * Takes the call site of a program.
     *
     * @param stub is a NOP
     */
    public synchronized void add(CallSite stub) {
        stubs.put(stub.ip(), stub);
    }

    /**
     * Tells whether a call site is a program's.
     *
     * @param ip of the call site
     * @return false for a function of the guest
     */
    public synchronized boolean owns(long ip) {
        return stubs.containsKey(ip);
    }

    @Override
    public synchronized void apply(List<Trampoline> sites, DirectTargets to) {
        for (int i = 0; i < to.size(); i++) {
            requireReach(to.ip(i), to.target(i));
        }
        for (int i = 0; i < to.size(); i++) {
            patch(to.ip(i), to.target(i));
        }
        machine.synchronizeCpus();
    }

    private void requireReach(long ip, long target) {
        if (target != DirectTargets.NOWHERE && !patcher.reaches(ip, new CallTarget(target))) {
            throw new FtraceException(
                    Errno.ERANGE,
                    "no BL from 0x" + Long.toHexString(ip) + " reaches the image at 0x" + Long.toHexString(target));
        }
    }

    private void patch(long ip, long target) {
        CallSite site = stubs.get(ip);
        if (site == null) {
            throw new IllegalArgumentException("0x" + Long.toHexString(ip) + " is the call site of no program");
        }
        long before = targets.getOrDefault(ip, DirectTargets.NOWHERE);
        if (before == DirectTargets.NOWHERE && target != DirectTargets.NOWHERE) {
            patcher.makeCall(site, new CallTarget(target));
        } else if (before != DirectTargets.NOWHERE && target == DirectTargets.NOWHERE) {
            patcher.makeNop(site, new CallTarget(before));
        } else if (before != target) {
            patcher.modifyCall(site, new CallTarget(before), new CallTarget(target));
        }
        targets.put(ip, target);
    }
}
