package org.jftrace.bpf;

import java.util.concurrent.atomic.AtomicReference;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.FtraceRegs;
import org.jftrace.bpf.context.LinkSites;
import org.jftrace.bpf.context.ProbeView;
import org.jftrace.bpf.image.LinkGate.Place;
import org.jftrace.fprobe.Fprobe;
import org.jftrace.fprobe.FprobeRegistration;
import org.jftrace.fprobe.Fprobes;
import org.jftrace.returns.ReturnRegs;
import org.jftrace.spi.GuestCpu;
import org.jspecify.annotations.Nullable;

/** A link whose program an fprobe calls; Linux: {@code struct bpf_kprobe_multi_link}. */
final class ProbeLink extends AttachedLink {
    private final Bpf bpf;
    private final Ftrace ftrace;
    private final LinkSites sites;
    private final boolean hasResult;
    private final boolean keepsArguments;
    private final AtomicReference<BpfProgram> program;
    /** Set before anybody sees the link. */
    private @Nullable FprobeRegistration registration;

    private ProbeLink(Bpf bpf, Ftrace ftrace, BpfProgram program, LinkSites sites, boolean hasResult) {
        super(bpf);
        this.bpf = bpf;
        this.ftrace = ftrace;
        this.sites = sites;
        this.hasResult = hasResult;
        this.keepsArguments = program.type() != AttachType.KRETPROBE_MULTI;
        this.program = new AtomicReference<>(program);
    }

    static ProbeLink attach(
            Bpf bpf,
            Ftrace ftrace,
            Fprobes fprobes,
            BpfProgram program,
            LinkSites sites,
            Place place,
            boolean hasResult) {
        requireSimple(program);
        ProbeLink link = new ProbeLink(bpf, ftrace, program, sites, hasResult);
        Fprobe.Builder probe = Fprobe.builder(program.name());
        switch (place) {
            case FENTRY -> probe.entry(link::onEntry);
            case FMOD_RET -> probe.entry(link::onReplaceableEntry);
            case FEXIT -> {
                probe.exit(link::onExit);
                if (link.keepsArguments && sites.mostSlots() > 0) {
                    probe.data(sites.mostSlots()).entry(link::keepArguments);
                }
            }
        }
        link.registration = fprobes.register(probe.build(), Filter.ip(sites.ips()));
        return link;
    }

    private static void requireSimple(BpfProgram program) {
        if (!program.isSimple()) {
            throw new FtraceException(
                    Errno.ENOTSUPP,
                    program + " is " + (program.isSleepable() ? "sleepable" : "traceable")
                            + ", which only images can run");
        }
    }

    private int onEntry(long ip, long returnAddress, FtraceRegs regs, long[] data) {
        runBefore(ip, regs);
        return 0;
    }

    /** Once a program has decided the result the others are not asked, as in an image. */
    private int onReplaceableEntry(long ip, long returnAddress, FtraceRegs regs, long[] data) {
        if (regs.instructionPointer() != regs.linkRegister()) {
            long result = runBefore(ip, regs);
            if (result != 0) {
                regs.setReturnValue(result);
                regs.skipFunction();
            }
        }
        return 0;
    }

    private long runBefore(long ip, FtraceRegs regs) {
        GuestCpu cpu = ftrace.currentCpu();
        ProbeView view = bpf.probeView(cpu).takeEntry(cpu, ip, regs, sites, hasResult);
        try {
            return program.getAcquire().run(cpu, view);
        } finally {
            view.release();
        }
    }

    private int keepArguments(long ip, long returnAddress, FtraceRegs regs, long[] data) {
        sites.keep(ip, regs, data);
        return 0;
    }

    private void onExit(long ip, long returnAddress, ReturnRegs regs, long[] data) {
        GuestCpu cpu = ftrace.currentCpu();
        ProbeView view = bpf.probeView(cpu).takeExit(cpu, ip, regs, data, sites, hasResult);
        try {
            program.getAcquire().run(cpu, view);
        } finally {
            view.release();
        }
    }

    @Override
    public BpfProgram program() {
        return program.getAcquire();
    }

    @Override
    void replaceBy(BpfProgram next) {
        requireSimple(next);
        ftrace.readers().runWaiting(() -> {
            program.setRelease(next);
            ftrace.synchronize();
        });
    }

    @Override
    void detach() {
        FprobeRegistration probe = registration;
        if (probe != null) {
            probe.close();
        }
    }

    @Override
    public Route route() {
        return Route.FPROBE;
    }

    @Override
    public long missed() {
        FprobeRegistration probe = registration;
        return probe == null ? 0 : probe.missed();
    }
}
