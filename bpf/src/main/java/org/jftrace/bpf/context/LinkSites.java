package org.jftrace.bpf.context;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jftrace.FtraceRegs;
import org.jftrace.spi.arch.image.FunctionModel;
import org.jspecify.annotations.Nullable;

/** The functions of a link, each with its cookie and its shape; found by call site without allocating. Never changed. */
public final class LinkSites {
    private final long[] ips;
    private final long[] cookies;
    private final boolean hasCookies;
    /** Null if each has the registers for arguments, whatever its shape. */
    private final int @Nullable [] slots;

    private final int[] registerSlots;

    private LinkSites(Map<Long, Long> cookiesByIp, int @Nullable [] slots, int[] registerSlots) {
        TreeMap<Long, Long> sorted = new TreeMap<>(cookiesByIp);
        this.ips = sorted.keySet().stream().mapToLong(Long::longValue).toArray();
        this.cookies = sorted.values().stream().mapToLong(Long::longValue).toArray();
        this.hasCookies = Arrays.stream(cookies).anyMatch(cookie -> cookie != 0);
        this.slots = slots;
        this.registerSlots = registerSlots;
    }

    /**
     * Makes the functions of a link that knows their shapes.
     *
     * @param models by call site
     * @param cookies for the same call sites
     * @return as they were described
     */
    public static LinkSites of(Map<Long, FunctionModel> models, Map<Long, Long> cookies) {
        Collection<FunctionModel> sorted = new TreeMap<>(models).values();
        return new LinkSites(
                cookies,
                sorted.stream().mapToInt(FunctionModel::slots).toArray(),
                sorted.stream().mapToInt(FunctionModel::registerSlots).toArray());
    }

    /**
     * Makes the functions of a link that takes whatever is in the registers.
     *
     * @param cookies by call site
     * @return with eight slots each
     */
    public static LinkSites ofRegisters(Map<Long, Long> cookies) {
        return new LinkSites(cookies, null, new int[0]);
    }

    /**
     * Returns the call sites.
     *
     * @return a copy
     */
    public long[] ips() {
        return ips.clone();
    }

    /** The cookie of a call site. */
    long cookie(long ip) {
        if (!hasCookies) {
            return 0;
        }
        int at = at(ip);
        return at < 0 ? 0 : cookies[at];
    }

    private int at(long ip) {
        return Arrays.binarySearch(ips, ip);
    }

    /**
     * Counts the slots of a function.
     *
     * @param ip of its call site
     * @return as its model tells, or the registers for arguments
     */
    public int slots(long ip) {
        return slots == null ? FtraceRegs.REGISTER_ARGUMENTS : slots[at(ip)];
    }

    /**
     * Counts the slots of the function that has most.
     *
     * @return 0 to 24
     */
    public int mostSlots() {
        return slots == null
                ? FtraceRegs.REGISTER_ARGUMENTS
                : Arrays.stream(slots).max().orElse(0);
    }

    /** A slot before the function has run. Those that are not in registers follow each other on the stack. */
    long argument(long ip, FtraceRegs regs, int slot) {
        int inRegisters = slots == null ? FtraceRegs.REGISTER_ARGUMENTS : registerSlots[at(ip)];
        return regs.argument(slot < inRegisters ? slot : FtraceRegs.REGISTER_ARGUMENTS + slot - inRegisters);
    }

    /**
     * Keeps the arguments for when the function has returned.
     *
     * @param ip of its call site
     * @param regs of the call
     * @param kept room for {@link #slots} words
     */
    public void keep(long ip, FtraceRegs regs, long[] kept) {
        int count = slots(ip);
        for (int slot = 0; slot < count; slot++) {
            kept[slot] = argument(ip, regs, slot);
        }
    }
}
