package org.jftrace.bpf.context;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.FtraceRegs;
import org.jftrace.spi.arch.image.FunctionModel;
import org.jspecify.annotations.Nullable;

/** The functions of a link, each with its cookie and its shape; found by call site without allocating. Never changed. */
public final class LinkSites {
    private final long[] ips;
    private final Site[] sites;
    private final List<Shape> shapes;
    private final boolean hasCookies;

    /**
     * One function.
     *
     * @param ip of its call site
     * @param shape equal ones of a link are the same object
     * @param cookie what its calls are told
     */
    private record Site(long ip, Shape shape, long cookie) {}

    /** A model, with what has to be known of it on each call. */
    private record Shape(FunctionModel model, int slots, int registerSlots) {
        static Shape of(FunctionModel model) {
            return new Shape(model, model.slots(), model.registerSlots());
        }
    }

    private LinkSites(long[] ips, Site[] ascending, Collection<Shape> shapes) {
        this.ips = ips;
        this.sites = ascending;
        this.shapes = List.copyOf(shapes);
        this.hasCookies = Arrays.stream(ascending).anyMatch(site -> site.cookie != 0);
    }

    /** Collects functions. */
    public static final class Builder {
        private final List<Site> sites;
        private final Map<FunctionModel, Shape> shapes = new HashMap<>();
        private @Nullable Shape last;

        /**
         * Starts with none.
         *
         * @param expected how many there may be
         */
        public Builder(int expected) {
            sites = new ArrayList<>(expected);
        }

        /**
         * Adds a function of a known shape.
         *
         * @param ip of its call site
         * @param model its shape
         * @param cookie what its calls are told
         */
        public void add(long ip, FunctionModel model, long cookie) {
            Shape shape = last;
            if (shape == null || !shape.model.equals(model)) {
                shape = shapes.computeIfAbsent(model, Shape::of);
                last = shape;
            }
            sites.add(new Site(ip, shape, cookie));
        }

        /**
         * Makes the functions of a link.
         *
         * @return all that were added
         * @throws FtraceException {@link Errno#EINVAL} if a call site was added twice
         */
        public LinkSites build() {
            long[] ips = sites.stream().mapToLong(Site::ip).sorted().toArray();
            Site[] ascending = new Site[ips.length];
            for (Site site : sites) {
                int at = Arrays.binarySearch(ips, site.ip); // cheaper than to sort objects
                if (ascending[at] != null) {
                    throw new FtraceException(
                            Errno.EINVAL,
                            "the function at 0x" + Long.toHexString(site.ip) + " is described in two ways, as "
                                    + ascending[at].shape.model + " and as " + site.shape.model);
                }
                ascending[at] = site;
            }
            return new LinkSites(ips, ascending, shapes.values());
        }
    }

    /**
     * Makes the functions of a link that takes whatever is in the registers.
     *
     * @param cookies by call site
     * @return with eight slots each
     */
    public static LinkSites ofRegisters(Map<Long, Long> cookies) {
        FunctionModel registers = FunctionModel.ofLongs(FtraceRegs.REGISTER_ARGUMENTS);
        Builder sites = new Builder(cookies.size());
        cookies.forEach((ip, cookie) -> sites.add(ip, registers, cookie));
        return sites.build();
    }

    /**
     * Counts.
     *
     * @return how many functions
     */
    public int size() {
        return ips.length;
    }

    /**
     * Returns one of the call sites.
     *
     * @param index 0 to {@link #size()} - 1
     * @return higher for a higher index
     */
    public long ip(int index) {
        return ips[index];
    }

    /**
     * Returns the shape of one of the functions.
     *
     * @param index 0 to {@link #size()} - 1
     * @return of functions that are alike the same object
     */
    public FunctionModel model(int index) {
        return sites[index].shape.model;
    }

    /**
     * Returns the shapes that there are.
     *
     * @return each once
     */
    public Stream<FunctionModel> models() {
        return shapes.stream().map(Shape::model);
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
        int at = Arrays.binarySearch(ips, ip);
        return at < 0 ? 0 : sites[at].cookie;
    }

    private Shape shape(long ip) {
        return sites[Arrays.binarySearch(ips, ip)].shape;
    }

    /**
     * Counts the slots of a function.
     *
     * @param ip of its call site
     * @return as its model tells, or the registers for arguments
     */
    public int slots(long ip) {
        return shape(ip).slots;
    }

    /**
     * Counts the slots of the function that has most.
     *
     * @return 0 to 24
     */
    public int mostSlots() {
        return models().mapToInt(FunctionModel::slots).max().orElse(0);
    }

    /** A slot before the function has run. Those that are not in registers follow each other on the stack. */
    long argument(long ip, FtraceRegs regs, int slot) {
        return argument(shape(ip), regs, slot);
    }

    private static long argument(Shape shape, FtraceRegs regs, int slot) {
        int inRegisters = shape.registerSlots;
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
        Shape shape = shape(ip);
        for (int slot = 0; slot < shape.slots; slot++) {
            kept[slot] = argument(shape, regs, slot);
        }
    }
}
