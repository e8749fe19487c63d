package org.jftrace.bpf.context;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.FtraceRegs;
import org.jftrace.site.SiteIndex;
import org.jftrace.spi.arch.image.FunctionModel;
import org.jspecify.annotations.Nullable;

/** The functions of a link, each with its cookie and its shape; found by call site without allocating. Never changed. */
public final class LinkSites {
    private final SiteIndex index;
    private final Site[] sites;
    private final List<Shape> shapes;
    private final boolean hasCookies;

    /**
     * One function.
     *
     * @param shape equal ones of a link are the same object
     * @param cookie what its calls are told
     */
    private record Site(Shape shape, long cookie) {}

    /** A model, with what has to be known of it on each call. */
    private record Shape(FunctionModel model, int slots, int registerSlots) {
        static Shape of(FunctionModel model) {
            return new Shape(model, model.slots(), model.registerSlots());
        }
    }

    private LinkSites(SiteIndex index, List<Site> sites, Collection<Shape> shapes) {
        this.index = index;
        this.sites = sites.toArray(Site[]::new);
        this.shapes = List.copyOf(shapes);
        this.hasCookies = sites.stream().anyMatch(site -> site.cookie != 0);
    }

    /** Collects functions. */
    public static final class Builder {
        private final SiteIndex.Builder index;
        private final List<Site> sites;
        private final Map<FunctionModel, Shape> shapes = new HashMap<>();
        private @Nullable Shape last;

        /**
         * Starts with none.
         *
         * @param expected how many there may be
         */
        public Builder(int expected) {
            index = new SiteIndex.Builder(expected);
            sites = new ArrayList<>(expected);
        }

        /**
         * Adds a function of a known shape.
         *
         * @param ip of its call site
         * @param model its shape
         * @param cookie what its calls are told
         * @throws FtraceException {@link Errno#EINVAL} if the call site was added before
         */
        public void add(long ip, FunctionModel model, long cookie) {
            Shape shape = last;
            if (shape == null || !shape.model.equals(model)) {
                shape = shapes.computeIfAbsent(model, Shape::of);
                last = shape;
            }
            int number = index.add(ip);
            if (number < sites.size()) {
                throw new FtraceException(
                        Errno.EINVAL,
                        "the function at 0x" + Long.toHexString(ip) + " is described in two ways, as "
                                + sites.get(number).shape.model + " and as " + model);
            }
            sites.add(new Site(shape, cookie));
        }

        /**
         * Makes the functions of a link.
         *
         * @return all that were added
         */
        public LinkSites build() {
            return new LinkSites(index.build(), sites, shapes.values());
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
        return index.size();
    }

    /**
     * Returns one of the call sites.
     *
     * @param number 0 to {@link #size()} - 1
     * @return its ip
     */
    public long ip(int number) {
        return index.ip(number);
    }

    /**
     * Returns the shape of one of the functions.
     *
     * @param number 0 to {@link #size()} - 1
     * @return of functions that are alike the same object
     */
    public FunctionModel model(int number) {
        return sites[number].shape.model;
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
        return index.ips();
    }

    /** The cookie of a call site. */
    long cookie(long ip) {
        if (!hasCookies) {
            return 0;
        }
        int number = index.numberOf(ip);
        return number == SiteIndex.NONE ? 0 : sites[number].cookie;
    }

    private Shape shape(long ip) {
        return sites[index.numberOf(ip)].shape;
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
