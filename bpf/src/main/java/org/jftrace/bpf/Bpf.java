package org.jftrace.bpf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.bpf.context.ImageView;
import org.jftrace.bpf.context.LinkSites;
import org.jftrace.bpf.context.ProbeView;
import org.jftrace.bpf.image.CallSites;
import org.jftrace.bpf.image.ClosedMachine;
import org.jftrace.bpf.image.DirectCallSites;
import org.jftrace.bpf.image.LinkGate;
import org.jftrace.bpf.image.StubCallSites;
import org.jftrace.bpf.image.Trampolines;
import org.jftrace.direct.IpModifyPeer;
import org.jftrace.fprobe.Fprobes;
import org.jftrace.rethook.Rethooks;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.ArchPort;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.ReaderSection;
import org.jftrace.spi.arch.image.FunctionModel;

/**
 * Programs on the functions of one machine. Any number of threads may load, attach, update and detach while the machine
 * runs; links are changed one at a time, in an order that all threads agree on. At every moment a function runs a set of
 * programs that was asked for, and each program of it once.
 *
 * <p>Where several programs are attached to one function the newest comes first, as in Linux. On the fprobe route that is so
 * before the function, as with all tracers; after it the oldest comes first, since returns are handled in the reverse order of
 * calls.
 */
public final class Bpf implements AutoCloseable {
    private static final int PROGRAM_ARGUMENTS = 2;

    private final Ftrace ftrace;
    private final Machine machine;
    private final ArchPort arch;
    private final BpfPolicy policy;
    private final ReaderSection sleepers;
    private final StubCallSites stubs;
    private final Trampolines trampolines;
    private final Fprobes fprobes;
    private final ImageView[] imageViews;
    private final ProbeView[] probeViews;
    private final Map<Long, Long> stubSites = new ConcurrentHashMap<>();
    private final Set<BpfLink> links = ConcurrentHashMap.newKeySet();
    private volatile boolean stats;

    private Bpf(Ftrace ftrace, Machine machine, ArchPort arch, BpfPolicy policy) {
        this.ftrace = ftrace;
        this.machine = machine;
        this.arch = arch;
        this.policy = policy;
        this.sleepers = ftrace.newReaders();
        this.stubs = new StubCallSites(machine, arch.patcher());
        CallSites functions = new DirectCallSites(ftrace.directCalls(), IpModifyPeer.SHARES);
        this.trampolines = new Trampolines(machine, arch.images(), apart(functions), ftrace.readers(), sleepers);
        CodeMemory memory = machine.memory();
        this.fprobes = Fprobes.on(ftrace, Rethooks.on(ftrace, machine.maxCpus()), machine.maxCpus());
        this.imageViews = new ImageView[machine.maxCpus()];
        this.probeViews = new ProbeView[machine.maxCpus()];
        Arrays.setAll(imageViews, cpu -> new ImageView(memory));
        Arrays.setAll(probeViews, cpu -> new ProbeView());
    }

    /** A change is of functions or of one program, never of both. */
    private CallSites apart(CallSites functions) {
        return (sites, targets) -> (stubs.owns(targets.ip(0)) ? stubs : functions).apply(sites, targets);
    }

    /**
     * Brings programs to a machine.
     *
     * @param ftrace of the machine
     * @param machine carries it
     * @param arch bound to this machine
     * @param policy which functions' results may be replaced
     * @return with nothing loaded
     */
    public static Bpf open(Ftrace ftrace, Machine machine, ArchPort arch, BpfPolicy policy) {
        return new Bpf(ftrace, machine, arch, policy);
    }

    /**
     * Starts to load a program.
     *
     * @param name for reports; not blank
     * @param type where it runs
     * @return a builder
     * @throws IllegalArgumentException if the name is blank
     */
    public BpfProgram.Builder program(String name, AttachType type) {
        return new BpfProgram.Builder(this, name, type);
    }

    /**
     * Attaches a program; {@link #attach(BpfProgram, BpfTarget, long, Route)} with a cookie of 0, on the direct route if that
     * is possible.
     *
     * @param program loaded here
     * @param target a function or a program
     * @return the link that detaches it
     */
    public BpfLink attach(BpfProgram program, BpfTarget target) {
        return attach(program, target, 0, Route.AUTO);
    }

    /**
     * Attaches a program; {@link #attach(BpfProgram, BpfTarget, long, Route)} on the direct route if that is possible.
     *
     * @param program loaded here
     * @param target a function or a program
     * @param cookie what {@link BpfContext#cookie()} gives
     * @return the link that detaches it
     */
    public BpfLink attach(BpfProgram program, BpfTarget target, long cookie) {
        return attach(program, target, cookie, Route.AUTO);
    }

    /**
     * Attaches a program; Linux: {@code BPF_LINK_CREATE}. When it returns, every later call of the function runs it.
     *
     * @param program loaded here
     * @param target a function or a program
     * @param cookie what {@link BpfContext#cookie()} gives
     * @param route how calls get to it; a program is reached directly only
     * @return the link that detaches it
     * @throws FtraceException {@link Errno#EINVAL} if the program was loaded elsewhere or is a kprobe's, the function's result
     *     must not be replaced or is not in registers, the function was described differently, or programs would nest deeper
     *     than one on another; {@link Errno#ENOENT} if there is no such function that can be traced, or more than one;
     *     {@link Errno#EBUSY} if it has another direct call; {@link Errno#E2BIG} for more than 38 programs on it;
     *     {@link Errno#ENOTSUPP} if direct calls are not allowed, or the route does not do for this program or target;
     *     {@link Errno#ENOMEM}; {@link Errno#ENODEV} if the machine or its ftrace is closed, or tracing was killed;
     *     {@link Errno#EAGAIN} if called from within a program while another thread is changing links. Nothing is changed
     *     then.
     */
    public BpfLink attach(BpfProgram program, BpfTarget target, long cookie, Route route) {
        if (target instanceof BpfTarget.Function function) {
            return attachMulti(program, Map.of(function, cookie), route);
        }
        BpfProgram traced = ((BpfTarget.Program) target).program();
        if (route == Route.FPROBE) {
            throw new FtraceException(Errno.ENOTSUPP, "no fprobe can be on a program, which " + traced + " is");
        }
        requireMine(program);
        LinkSites.Builder site = new LinkSites.Builder(1);
        site.add(programSite(program, traced), FunctionModel.ofLongs(PROGRAM_ARGUMENTS), cookie);
        return attach(program, site.build(), Route.DIRECT);
    }

    /**
     * Attaches a program to many functions; {@link #attachMulti(BpfProgram, Map, Route)} on the direct route if that is
     * possible.
     *
     * @param program loaded here
     * @param cookies the functions, each with what {@link BpfContext#cookie()} gives there
     * @return the link that detaches it from all
     */
    public BpfLink attachMulti(BpfProgram program, Map<BpfTarget.Function, Long> cookies) {
        return attachMulti(program, cookies, Route.AUTO);
    }

    /**
     * Attaches a program to many functions, all or none.
     *
     * @param program loaded here
     * @param cookies the functions, each with what {@link BpfContext#cookie()} gives there
     * @param route how calls get to it, the same for all
     * @return the link that detaches it from all
     * @throws FtraceException {@link Errno#EINVAL} if there is no function, one is described in two ways, or an lsm program is
     *     for hooks that return a number and others that do not; and as {@link #attach(BpfProgram, BpfTarget, long, Route)}
     */
    public BpfLink attachMulti(BpfProgram program, Map<BpfTarget.Function, Long> cookies, Route route) {
        requireMine(program);
        if (cookies.isEmpty()) {
            throw new FtraceException(Errno.EINVAL, program + " is attached to no function");
        }
        List<Map.Entry<BpfTarget.Function, Long>> functions = List.copyOf(cookies.entrySet());
        List<String> names = new ArrayList<>(functions.size());
        for (Map.Entry<BpfTarget.Function, Long> function : functions) {
            policy.require(program, function.getKey().name());
            names.add(function.getKey().name());
        }
        long[] ips = ftrace.lookupSymbols(names);
        LinkSites.Builder sites = new LinkSites.Builder(ips.length);
        for (int i = 0; i < ips.length; i++) {
            sites.add(
                    ips[i], functions.get(i).getKey().model(), functions.get(i).getValue());
        }
        return attach(program, sites.build(), route);
    }

    /**
     * Attaches a kprobe program to all functions that a filter selects now, or none; Linux: {@code kprobe_multi}.
     *
     * @param program of type {@link AttachType#KPROBE_MULTI} or {@link AttachType#KRETPROBE_MULTI}
     * @param filter which functions
     * @return the link that detaches it from all
     * @throws FtraceException as {@link #attachKprobes(BpfProgram, Map)}
     */
    public BpfLink attachKprobes(BpfProgram program, Filter filter) {
        Map<Long, Long> cookies = new HashMap<>();
        for (long ip : ftrace.select(filter)) {
            cookies.put(ip, 0L);
        }
        return attachKprobes(program, cookies);
    }

    /**
     * Attaches a kprobe program to functions, all or none; Linux: {@code kprobe_multi} with {@code cookies}.
     *
     * @param program of type {@link AttachType#KPROBE_MULTI} or {@link AttachType#KRETPROBE_MULTI}
     * @param cookies for each call site, by its ip, what {@link BpfContext#cookie()} gives there
     * @return the link that detaches it from all
     * @throws FtraceException {@link Errno#EINVAL} if the program was loaded elsewhere or is of another type, or there is no
     *     function; {@link Errno#ENOENT} if an ip is no call site; {@link Errno#ENOTSUPP} if the program is sleepable or
     *     traceable; else as {@link Ftrace#register}. Nothing is changed then.
     */
    public BpfLink attachKprobes(BpfProgram program, Map<Long, Long> cookies) {
        requireMine(program);
        if (!program.type().isKprobe() || cookies.isEmpty()) {
            throw new FtraceException(
                    Errno.EINVAL, program + " is put as a kprobe on " + cookies.size() + " functions");
        }
        boolean returns = program.type() == AttachType.KRETPROBE_MULTI;
        return opened(() -> ProbeLink.attach(
                this,
                ftrace,
                fprobes,
                program,
                LinkSites.ofRegisters(cookies),
                returns ? LinkGate.Place.FEXIT : LinkGate.Place.FENTRY,
                returns));
    }

    private BpfLink attach(BpfProgram program, LinkSites sites, Route route) {
        LinkGate.Place place = place(program, sites);
        boolean hasResult =
                place != LinkGate.Place.FENTRY && sites.models().allMatch(model -> model.resultRegisters() > 0);
        if (route == Route.FPROBE) {
            return attachProbe(program, sites, place, hasResult);
        }
        try {
            return opened(() -> attachImages(new TrampolineLink.Body(this, program, sites, hasResult), place));
        } catch (FtraceException refused) {
            if (route == Route.DIRECT || !program.isSimple() || !isOfTheRoute(refused.errno())) {
                throw refused;
            }
            try {
                return attachProbe(program, sites, place, hasResult);
            } catch (RuntimeException too) {
                too.addSuppressed(refused);
                throw too;
            }
        }
    }

    private BpfLink attachProbe(BpfProgram program, LinkSites sites, LinkGate.Place place, boolean hasResult) {
        if (place == LinkGate.Place.FMOD_RET && !hasResult) {
            throw new FtraceException(Errno.EINVAL, program + " on a function whose result is not in registers");
        }
        return opened(() -> ProbeLink.attach(this, ftrace, fprobes, program, sites, place, hasResult));
    }

    private static LinkGate.Place place(BpfProgram program, LinkSites sites) {
        List<LinkGate.Place> places =
                sites.models().map(program::place).distinct().toList();
        if (places.size() > 1) {
            throw new FtraceException(
                    Errno.EINVAL,
                    program + " would run before some of its functions and after others: "
                            + sites.models().toList());
        }
        return places.get(0);
    }

    /** Another direct call, or none allowed: what another route gets around. */
    private static boolean isOfTheRoute(Errno refusal) {
        return refusal == Errno.EBUSY || refusal == Errno.ENOTSUPP;
    }

    private BpfLink attachImages(TrampolineLink.Body body, LinkGate.Place place) {
        ReaderSection section = body.program().isSleepable() ? sleepers : ftrace.readers();
        LinkGate gate = new LinkGate(machine, section, place, body);
        try {
            trampolines.attach(gate, body.sites());
        } catch (RuntimeException refused) {
            gate.release();
            throw refused;
        }
        return new TrampolineLink(this, trampolines, gate, body);
    }

    private BpfLink opened(Supplier<BpfLink> attach) {
        BpfLink link = ClosedMachine.refused(attach);
        links.add(link);
        return link;
    }

    private void requireMine(BpfProgram program) {
        if (!program.belongsTo(this)) {
            throw new FtraceException(Errno.EINVAL, program + " was not loaded here");
        }
    }

    /** Linux lets a tracing program be on another only if that one is on none. */
    private long programSite(BpfProgram program, BpfProgram traced) {
        Long ip = stubSites.get(traced.stub());
        if (ip == null) {
            throw new FtraceException(Errno.EINVAL, traced + " was not loaded here as traceable");
        }
        if (program == traced || program.stub() != 0) {
            throw new FtraceException(
                    Errno.EINVAL, program + " on " + traced + ": what is on a program must not be traceable itself");
        }
        return ip;
    }

    /** For a program that is loaded: the code in front of it. */
    long generateStub() {
        CallSite stub = ClosedMachine.refused(arch.images()::generateStub);
        stubs.add(stub);
        stubSites.put(stub.entry(), stub.ip());
        return stub.entry();
    }

    int cpus() {
        return machine.maxCpus();
    }

    ImageView imageView(GuestCpu cpu) {
        return imageViews[cpu.id()];
    }

    ProbeView probeView(GuestCpu cpu) {
        return probeViews[cpu.id()];
    }

    boolean statsEnabled() {
        return stats;
    }

    void closed(BpfLink link) {
        links.remove(link);
    }

    /**
     * Switches the measuring of programs' run time on or off; {@code /proc/sys/kernel/bpf_stats_enabled}.
     *
     * @param enabled false at first
     */
    public void setStatsEnabled(boolean enabled) {
        stats = enabled;
    }

    /**
     * Returns the links.
     *
     * @return a snapshot of those that are attached
     */
    public List<BpfLink> links() {
        return List.copyOf(links);
    }

    /**
     * Frees images that no call site leads to and that the last task has left since. Every change of links does it too.
     *
     * @return how many images there are now
     * @throws FtraceException {@link Errno#EAGAIN} as {@link #attach(BpfProgram, BpfTarget, long)}
     */
    public int reap() {
        return trampolines.reap();
    }

    /**
     * Detaches all links. Images that a sleeping function will return through stay until {@link #reap()} finds them left.
     *
     * @throws FtraceException {@link Errno#EAGAIN} as {@link BpfLink#close()}
     */
    @Override
    public void close() {
        links().forEach(BpfLink::close);
    }
}
