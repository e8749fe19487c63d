package org.jftrace.arm64.returns;

import org.jftrace.returns.RegisterSet;
import org.jftrace.returns.ReturnHandler;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.HostCall;

/** One return trampoline: its code in the guest, the gate that this code calls, and {@link ReturnCode} in Java. */
public final class ReturnTrampoline implements HostCall {
    final long address;
    final int size;
    /** Written in the code; 0 until it is mapped. */
    long gate;

    private final RegisterSet saved;
    private final ReturnHandler handler;
    private final ReturnView[] views;

    ReturnTrampoline(long address, int size, RegisterSet saved, ReturnHandler handler, ReturnView[] views) {
        this.address = address;
        this.size = size;
        this.saved = saved;
        this.handler = handler;
        this.views = views;
    }

    /**
     * Returns where hooked functions return to.
     *
     * @return the first instruction
     */
    public long address() {
        return address;
    }

    /**
     * Returns where its code lies.
     *
     * @return all of it
     */
    public AddressRange range() {
        return AddressRange.ofSize(address, size);
    }

    /**
     * Returns which registers are saved, and so how large the frame is.
     *
     * @return as it was opened
     */
    public RegisterSet saved() {
        return saved;
    }

    /**
     * Returns who knows the addresses that it hides.
     *
     * @return as it was opened
     */
    public ReturnHandler handler() {
        return handler;
    }

    @Override
    public void call(GuestCpu cpu) {
        handle(cpu, cpu.sp());
    }

    private void handle(GuestCpu cpu, long frame) {
        ReturnView regs = views[cpu.id()].take(frame, saved);
        try {
            handler.onReturn(cpu, regs);
            if (!regs.isResolved()) {
                throw new IllegalStateException("the handler of the return trampoline at 0x" + Long.toHexString(address)
                        + " did not say where to return to");
            }
        } finally {
            regs.release();
        }
    }

    void perform(GuestCpu cpu, CodeMemory memory) {
        long sp = cpu.sp();
        long frame = sp - ReturnFrame.size(saved);
        save(cpu, memory, frame);
        handle(cpu, frame);
        restore(cpu, memory, frame);
    }

    private void save(GuestCpu cpu, CodeMemory memory, long frame) {
        for (int n = 0; n < 8; n++) {
            memory.writeLong(frame + ReturnFrame.x(n), cpu.x(n));
        }
        if (saved == RegisterSet.ALL) {
            for (int n = 8; n <= 28; n++) {
                memory.writeLong(frame + ReturnFrame.x(n), cpu.x(n));
            }
        }
        memory.writeLong(frame + ReturnFrame.FP, cpu.x(29));
        memory.writeLong(frame + ReturnFrame.LR, address);
    }

    private void restore(GuestCpu cpu, CodeMemory memory, long frame) {
        cpu.setX(10, address);
        cpu.setX(16, gate);
        int saves = saved == RegisterSet.ALL ? 28 : 7;
        for (int n = 0; n <= saves; n++) {
            cpu.setX(n, memory.readLong(frame + ReturnFrame.x(n)));
        }
        long to = memory.readLong(frame + ReturnFrame.LR);
        cpu.setX(29, memory.readLong(frame + ReturnFrame.FP));
        cpu.setX(30, to);
        cpu.setPc(to);
    }
}
