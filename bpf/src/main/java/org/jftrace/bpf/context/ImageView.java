package org.jftrace.bpf.context;

import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.image.ImageContext;

/** The view of what an image laid out, as {@link ImageContext} draws it. */
public final class ImageView extends ContextView<ImageView> {
    private final CodeMemory memory;
    private long context;

    /**
     * Makes the first view of a CPU.
     *
     * @param memory of its machine
     */
    public ImageView(CodeMemory memory) {
        this.memory = memory;
    }

    /**
     * Takes a view for a program.
     *
     * @param cpu that runs it
     * @param address of slot 0
     * @param sites of its link
     * @param hasResult whether a return value is there
     * @return to be released
     */
    public ImageView take(GuestCpu cpu, long address, LinkSites sites, boolean hasResult) {
        ImageView taken = take(cpu, sites, hasResult);
        taken.context = address;
        return taken;
    }

    @Override
    ImageView deeper() {
        return new ImageView(memory);
    }

    @Override
    int slots() {
        return (int) memory.readLong(context + ImageContext.SLOTS);
    }

    @Override
    long slot(int slot) {
        return memory.readLong(context + ImageContext.slot(slot));
    }

    @Override
    long result() {
        return memory.readLong(context + ImageContext.result(slots()));
    }

    @Override
    public long ip() {
        return memory.readLong(context + ImageContext.IP);
    }
}
