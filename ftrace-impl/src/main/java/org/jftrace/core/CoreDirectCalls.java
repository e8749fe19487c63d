package org.jftrace.core;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.core.dispatch.DirectTargets;
import org.jftrace.core.dispatch.Tracer;
import org.jftrace.direct.DirectCalls;
import org.jftrace.direct.DirectRegistration;
import org.jftrace.direct.IpModifyPeer;
import org.jftrace.spi.arch.ArchPort;

/** Direct calls are tracers that call nobody, so they go through the core's one way of changing call sites. */
final class CoreDirectCalls implements DirectCalls {
    private final FtraceCore core;
    private final ArchPort arch;
    private final Registrations registrations;
    private volatile boolean allowed = true;

    CoreDirectCalls(FtraceCore core, ArchPort arch, Registrations registrations) {
        this.core = core;
        this.arch = arch;
        this.registrations = registrations;
    }

    @Override
    public DirectRegistration register(String name, Filter filter, long target) {
        if (filter.selectsAll()) {
            throw new FtraceException(Errno.EINVAL, "a direct call is for some functions, not for all: " + filter);
        }
        Map<Long, Long> targets = new HashMap<>();
        for (long ip : core.select(filter)) {
            targets.put(ip, target);
        }
        return register(name, targets, IpModifyPeer.REFUSES);
    }

    @Override
    public DirectRegistration register(String name, Map<Long, Long> byIp, IpModifyPeer peer) {
        requireAllowed();
        Map<Long, Long> targets = Map.copyOf(byIp);
        targets.forEach((ip, target) -> requireTarget(ip, target, false));
        if (targets.isEmpty()) {
            throw new FtraceException(Errno.EINVAL, "direct call " + name + " is for no function");
        }
        Filter sites = sitesOf(targets);
        FtraceOps ops = FtraceOps.builder(name)
                .func("call_direct_funcs")
                .filter(sites)
                .callback((ip, parentIp, self, regs) -> {})
                .build();
        Tracer tracer = Tracer.direct(ops, arch::setDirectCaller);
        Registered registered = core.retrying(
                () -> registrations.addDirect(tracer, core.resolve(ops, sites), new DirectTargets(targets), peer));
        return new CoreDirectRegistration(registered);
    }

    private static Filter sitesOf(Map<Long, Long> targets) {
        return Filter.ip(
                targets.keySet().stream().mapToLong(Long::longValue).sorted().toArray());
    }

    private static void requireTarget(long ip, long target, boolean mayEnd) {
        if ((target & 3) != 0 || (target == DirectTargets.NOWHERE && !mayEnd)) {
            throw new FtraceException(
                    Errno.EINVAL,
                    "the call site at 0x" + Long.toHexString(ip) + " cannot be sent to 0x" + Long.toHexString(target)
                            + ": not the address of an instruction");
        }
    }

    private void requireAllowed() {
        if (!allowed) {
            throw new FtraceException(Errno.ENOTSUPP, "direct calls are not allowed");
        }
    }

    @Override
    public OptionalLong target(long ip) {
        return core.site(ip).map(site -> site.direct()).orElse(OptionalLong.empty());
    }

    @Override
    public void setAllowed(boolean allowed) {
        this.allowed = allowed;
    }

    @Override
    public boolean isAllowed() {
        return allowed;
    }

    private final class CoreDirectRegistration implements DirectRegistration {
        private final Registered registered;

        CoreDirectRegistration(Registered registered) {
            this.registered = registered;
        }

        @Override
        public String name() {
            return registered.tracer().ops().name();
        }

        @Override
        public Map<Long, Long> targets() {
            return registered.tracer().targetsAcquire().byIp();
        }

        @Override
        public void modify(long target) {
            Map<Long, Long> all = targets();
            all.replaceAll((ip, old) -> target);
            all.keySet().forEach(ip -> requireTarget(ip, target, false));
            modify(all);
        }

        @Override
        public void modify(Map<Long, Long> changes) {
            requireAllowed();
            changes.forEach((ip, target) -> requireTarget(ip, target, true));
            core.retrying(() -> {
                core.requireOpen(registered);
                DirectTargets next = registered.tracer().targetsAcquire().with(changes);
                Map<Long, Long> left = next.byIp();
                if (left.isEmpty()) {
                    throw new FtraceException(Errno.EINVAL, "direct call " + name() + " would be for no function");
                }
                Filter sites = sitesOf(left);
                registrations.redirect(
                        registered, core.resolve(registered.tracer().ops(), sites), next);
                registered.remember(sites);
                core.awaitUnused();
                return true;
            });
        }

        @Override
        public void close() {
            core.unregister(registered);
        }

        @Override
        public String toString() {
            return "direct call " + name();
        }
    }
}
