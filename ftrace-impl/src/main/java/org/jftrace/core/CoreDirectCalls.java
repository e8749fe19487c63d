package org.jftrace.core;

import java.util.OptionalLong;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.core.dispatch.Tracer;
import org.jftrace.direct.DirectCalls;
import org.jftrace.direct.DirectRegistration;
import org.jftrace.direct.DirectTargets;
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
        return register(name, sentTo(core.select(filter), target), IpModifyPeer.REFUSES);
    }

    private static DirectTargets sentTo(long[] ips, long target) {
        DirectTargets.Builder targets = new DirectTargets.Builder(ips.length);
        for (long ip : ips) {
            targets.add(ip, target);
        }
        return targets.build();
    }

    @Override
    public DirectRegistration register(String name, DirectTargets targets, IpModifyPeer peer) {
        requireAllowed();
        requireTargets(targets, false);
        if (targets.size() == 0) {
            throw new FtraceException(Errno.EINVAL, "direct call " + name + " is for no function");
        }
        Filter sites = Filter.ip(targets.ips());
        FtraceOps ops = FtraceOps.builder(name)
                .func("call_direct_funcs")
                .filter(sites)
                .callback((ip, parentIp, self, regs) -> {})
                .build();
        Tracer tracer = Tracer.direct(ops, arch::setDirectCaller);
        Registered registered =
                core.retrying(() -> registrations.addDirect(tracer, core.resolve(ops, sites), targets, peer));
        return new CoreDirectRegistration(registered);
    }

    private static void requireTargets(DirectTargets targets, boolean mayEnd) {
        for (int i = 0; i < targets.size(); i++) {
            long target = targets.target(i);
            if ((target & 3) != 0 || (target == DirectTargets.NOWHERE && !mayEnd)) {
                throw new FtraceException(
                        Errno.EINVAL,
                        "the call site at 0x" + Long.toHexString(targets.ip(i)) + " cannot be sent to 0x"
                                + Long.toHexString(target) + ": not the address of an instruction");
            }
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
        public DirectTargets targets() {
            return registered.tracer().targetsAcquire();
        }

        @Override
        public void modify(long target) {
            DirectTargets all = sentTo(targets().ips(), target);
            requireTargets(all, false);
            modify(all);
        }

        @Override
        public void modify(DirectTargets changes) {
            requireAllowed();
            requireTargets(changes, true);
            core.retrying(() -> {
                core.requireOpen(registered);
                DirectTargets next = targets().with(changes);
                if (next.size() == 0) {
                    throw new FtraceException(Errno.EINVAL, "direct call " + name() + " would be for no function");
                }
                Filter sites = Filter.ip(next.ips());
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
