package org.jftrace.bpf.context;

import org.jftrace.FtraceRegs;
import org.jftrace.spi.GuestCpu;
import org.jspecify.annotations.Nullable;

/** The view of what an fprobe was handed: registers before the function, after it the result and what was kept of them. */
public final class ProbeView extends ContextView<ProbeView> {
    private static final long[] NOTHING_KEPT = {};

    private long ip;
    private @Nullable FtraceRegs regs;
    private long[] kept = NOTHING_KEPT;
    private boolean returned;

    /** Makes the first view of a CPU. */
    public ProbeView() {}

    /**
     * Takes a view for a program that runs before the function.
     *
     * @param cpu that runs it
     * @param site the call site
     * @param call its registers
     * @param sites of its link
     * @param hasResult whether a return value, of 0, is there
     * @return to be released
     */
    public ProbeView takeEntry(GuestCpu cpu, long site, FtraceRegs call, LinkSites sites, boolean hasResult) {
        return take(cpu, sites, hasResult).of(site, call, NOTHING_KEPT, false);
    }

    /**
     * Takes a view for a program that runs after the function.
     *
     * @param cpu that runs it
     * @param site the call site
     * @param results registers at the return
     * @param arguments what {@link LinkSites#keep} kept; none if there is no room for any
     * @param sites of its link
     * @param hasResult whether a return value is there
     * @return to be released
     */
    public ProbeView takeExit(
            GuestCpu cpu, long site, FtraceRegs results, long[] arguments, LinkSites sites, boolean hasResult) {
        return take(cpu, sites, hasResult).of(site, results, arguments, true);
    }

    private ProbeView of(long site, FtraceRegs registers, long[] arguments, boolean afterwards) {
        ip = site;
        regs = registers;
        kept = arguments;
        returned = afterwards;
        return this;
    }

    @Override
    public void release() {
        super.release();
        regs = null;
        kept = NOTHING_KEPT;
    }

    @Override
    ProbeView deeper() {
        return new ProbeView();
    }

    @Override
    int slots() {
        return returned && kept.length == 0 ? 0 : sites().slots(ip);
    }

    @Override
    long slot(int slot) {
        return returned ? kept[slot] : sites().argument(ip, live(regs), slot);
    }

    @Override
    long result() {
        return returned ? live(regs).returnValue() : 0;
    }

    @Override
    public long ip() {
        return ip;
    }
}
