package org.jftrace.bpf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.bpf.image.CallSites;
import org.jftrace.bpf.image.DirectCallSites;
import org.jftrace.bpf.image.LinkGate;
import org.jftrace.bpf.image.StubCallSites;
import org.jftrace.bpf.image.Trampolines;
import org.jftrace.direct.IpModifyPeer;
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
 * <p>Where several programs are attached to one function the newest comes first, as in Linux.
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
    private final ContextView[] views;
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
        this.views = new ContextView[machine.maxCpus()];
        Arrays.setAll(views, cpu -> new ContextView(memory));
    }

    /** A change is of functions or of one program, never of both. */
    private CallSites apart(CallSites functions) {
        return targets -> {
            boolean program = targets.keySet().stream().anyMatch(stubs::owns);
            (program ? stubs : functions).apply(targets);
        };
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
     * Attaches a program; {@link #attach(BpfProgram, BpfTarget, long)} with a cookie of 0.
     *
     * @param program loaded here
     * @param target a function or a program
     * @return the link that detaches it
     */
    public BpfLink attach(BpfProgram program, BpfTarget target) {
        return attach(program, target, 0);
    }

    /**
     * Attaches a program; Linux: {@code BPF_LINK_CREATE}. When it returns, every later call of the function runs it.
     *
     * @param program loaded here
     * @param target a function or a program
     * @param cookie what {@link BpfContext#cookie()} gives
     * @return the link that detaches it
     * @throws FtraceException {@link Errno#EINVAL} if the program was loaded elsewhere, the function's result must not be
     *     replaced or is not in registers, the function was described differently, or programs would nest deeper than one on
     *     another; {@link Errno#ENOENT} if there is no such function that can be traced, or more than one;
     *     {@link Errno#EBUSY} if it has another direct call; {@link Errno#E2BIG} for more than 38 programs on it;
     *     {@link Errno#ENOMEM}; {@link Errno#ENODEV} if the machine or its ftrace is closed, or tracing was killed;
     *     {@link Errno#EAGAIN} if called from within a program while another thread is changing links. Nothing is changed
     *     then.
     */
    public BpfLink attach(BpfProgram program, BpfTarget target, long cookie) {
        if (target instanceof BpfTarget.Function function) {
            return attachMulti(program, Map.of(function, cookie));
        }
        BpfProgram traced = ((BpfTarget.Program) target).program();
        long ip = programSite(program, traced);
        return attachAt(program, Map.of(ip, FunctionModel.ofLongs(PROGRAM_ARGUMENTS)), Map.of(ip, cookie));
    }

    /**
     * Attaches a program to many functions, all or none.
     *
     * @param program loaded here
     * @param cookies the functions, each with what {@link BpfContext#cookie()} gives there
     * @return the link that detaches it from all
     * @throws FtraceException {@link Errno#EINVAL} if there is no function, and as {@link #attach(BpfProgram, BpfTarget, long)}
     */
    public BpfLink attachMulti(BpfProgram program, Map<BpfTarget.Function, Long> cookies) {
        if (cookies.isEmpty()) {
            throw new FtraceException(Errno.EINVAL, program + " is attached to no function");
        }
        Map<Long, FunctionModel> models = new LinkedHashMap<>();
        Map<Long, Long> byIp = new HashMap<>();
        cookies.forEach((function, cookie) -> {
            requireAllowed(program, function);
            long ip = site(function.name());
            models.put(ip, function.model());
            byIp.put(ip, cookie);
        });
        return attachAt(program, models, byIp);
    }

    private BpfLink attachAt(BpfProgram program, Map<Long, FunctionModel> models, Map<Long, Long> cookies) {
        if (!program.belongsTo(this)) {
            throw new FtraceException(Errno.EINVAL, program + " was not loaded here");
        }
        LinkGate.Place place = place(program.type(), models.values().iterator().next());
        ProgramBody body = new ProgramBody(
                this,
                program,
                new Cookies(cookies),
                place != LinkGate.Place.FENTRY
                        && models.values().stream().allMatch(model -> model.resultRegisters() > 0));
        LinkGate gate = new LinkGate(machine, program.isSleepable() ? sleepers : ftrace.readers(), place, body);
        try {
            trampolines.attach(gate, models);
        } catch (RuntimeException refused) {
            trampolines.discard(gate);
            throw refused;
        }
        BpfLink link = new TrampolineLink(this, trampolines, gate, body);
        links.add(link);
        return link;
    }

    private static LinkGate.Place place(AttachType type, FunctionModel model) {
        return switch (type) {
            case FENTRY -> LinkGate.Place.FENTRY;
            case FEXIT -> LinkGate.Place.FEXIT;
            case FMOD_RET -> LinkGate.Place.FMOD_RET;
            case LSM -> model.result() == 0 ? LinkGate.Place.FEXIT : LinkGate.Place.FMOD_RET;
        };
    }

    private void requireAllowed(BpfProgram program, BpfTarget.Function function) {
        boolean allowed = switch (program.type()) {
            case FENTRY, FEXIT -> true;
            case FMOD_RET -> policy.errorInjection().test(function.name());
            case LSM -> policy.lsmHook().test(function.name());
        };
        if (!allowed) {
            throw new FtraceException(
                    Errno.EINVAL,
                    program + " may not replace the result of " + function.name()
                            + (program.type() == AttachType.LSM ? ", which is no hook" : ""));
        }
    }

    private long site(String function) {
        long[] ips;
        try {
            ips = ftrace.select(Filter.name(function));
        } catch (FtraceException nothing) {
            throw new FtraceException(Errno.ENOENT, "no function " + function + " can be traced", nothing);
        }
        if (ips.length > 1) {
            throw new FtraceException(Errno.ENOENT, ips.length + " functions are called " + function);
        }
        return ips[0];
    }

    /** Linux lets a tracing program be on another only if that one is on none. */
    private long programSite(BpfProgram program, BpfProgram traced) {
        Long ip = stubSites.get(traced.stub());
        if (ip == null || !traced.belongsTo(this)) {
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
        CallSite stub = arch.images().generateStub();
        stubs.add(stub);
        stubSites.put(stub.entry(), stub.ip());
        return stub.entry();
    }

    int cpus() {
        return machine.maxCpus();
    }

    ContextView view(GuestCpu cpu) {
        return views[cpu.id()];
    }

    long read(long address) {
        return machine.memory().readLong(address);
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
