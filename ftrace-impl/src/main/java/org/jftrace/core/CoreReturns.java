package org.jftrace.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jftrace.returns.RegisterSet;
import org.jftrace.returns.ReturnHandler;
import org.jftrace.returns.ReturnHooks;
import org.jftrace.returns.ReturnRegs;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.GuestTask;
import org.jftrace.spi.MachineClosedException;
import org.jftrace.spi.arch.ReaderSection;
import org.jftrace.spi.arch.ReturnTrampolines;
import org.jftrace.spi.arch.Unwinder;

/** The return trampolines that are open; a stack trace asks them for the addresses that they hide. */
final class CoreReturns implements ReturnHooks, Unwinder.HiddenReturns {
    private final ReturnTrampolines trampolines;
    private final ReaderSection readers;
    private final Runnable requireAlive;
    private final Map<Long, ReturnHandler> handlers = new ConcurrentHashMap<>();

    CoreReturns(ReturnTrampolines trampolines, ReaderSection readers, Runnable requireAlive) {
        this.trampolines = trampolines;
        this.readers = readers;
        this.requireAlive = requireAlive;
    }

    @Override
    public Trampoline open(RegisterSet saved, ReturnHandler handler) {
        requireAlive.run();
        try {
            long address = trampolines.open(saved, new InSection(handler, readers));
            handlers.put(address, handler);
            return new Open(address);
        } catch (MachineClosedException gone) {
            throw UpdateLock.noMachine(gone);
        }
    }

    @Override
    public long realReturn(long trampoline, GuestTask task, int nth) {
        ReturnHandler handler = handlers.get(trampoline);
        return handler == null ? trampoline : handler.realReturn(task, nth);
    }

    private record InSection(ReturnHandler handler, ReaderSection readers) implements ReturnHandler {
        @Override
        public void onReturn(GuestCpu cpu, ReturnRegs regs) {
            readers.enter(cpu);
            try {
                handler.onReturn(cpu, regs);
            } finally {
                readers.exit(cpu);
            }
        }

        @Override
        public long realReturn(GuestTask task, int nth) {
            return handler.realReturn(task, nth);
        }
    }

    private final class Open implements Trampoline {
        private final long address;
        private final AtomicBoolean closed = new AtomicBoolean();

        Open(long address) {
            this.address = address;
        }

        @Override
        public long address() {
            return address;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                handlers.remove(address);
                try {
                    trampolines.free(address);
                } catch (MachineClosedException gone) {
                    throw UpdateLock.noMachine(gone);
                }
            }
        }
    }
}
