package org.jftrace.bpf;

import java.util.Objects;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.image.ImageContext;
import org.jspecify.annotations.Nullable;

/** The view of what an image laid out. One is reused for all programs of the same depth on a CPU. */
final class ContextView implements BpfContext {
    private final CodeMemory memory;
    private @Nullable ContextView inner;
    private @Nullable GuestCpu cpu;
    private long context;
    private long cookie;
    private boolean hasResult;

    ContextView(CodeMemory memory) {
        this.memory = memory;
    }

    /** Takes the view of the next depth; whoever gets it must {@link #release} it, on every path. */
    ContextView take(GuestCpu caller, long address, long linkCookie, boolean resultIsThere) {
        ContextView free = this;
        while (free.cpu != null) {
            free = free.inner();
        }
        free.cpu = caller;
        free.context = address;
        free.cookie = linkCookie;
        free.hasResult = resultIsThere;
        return free;
    }

    private ContextView inner() {
        ContextView found = inner;
        if (found == null) {
            found = new ContextView(memory);
            inner = found;
        }
        return found;
    }

    void release() {
        cpu = null;
    }

    @Override
    public int arguments() {
        return (int) memory.readLong(context + ImageContext.SLOTS);
    }

    @Override
    public long argument(int slot) {
        return memory.readLong(context + ImageContext.slot(Objects.checkIndex(slot, arguments())));
    }

    @Override
    public long returnValue() {
        if (!hasResult) {
            throw new UnsupportedOperationException("there is no return value here");
        }
        return memory.readLong(context + ImageContext.result(arguments()));
    }

    @Override
    public long ip() {
        return memory.readLong(context + ImageContext.IP);
    }

    @Override
    public long cookie() {
        return cookie;
    }

    @Override
    public GuestCpu cpu() {
        GuestCpu caller = cpu;
        if (caller == null) {
            throw new IllegalStateException("the program this context was handed to has ended");
        }
        return caller;
    }
}
