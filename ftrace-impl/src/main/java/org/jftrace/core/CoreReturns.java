package org.jftrace.core;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
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
import org.jspecify.annotations.Nullable;

/** The return trampolines that are open; a stack trace asks them for the addresses that they hide. */
final class CoreReturns implements ReturnHooks, Unwinder.HiddenReturns {
    private final ReturnTrampolines trampolines;
    private final ReaderSection readers;
    private final Runnable requireAlive;
    private final AtomicReference<Hooked[]> hooks = new AtomicReference<>(new Hooked[0]);

    private record Hooked(long address, ReturnHandler handler) {}

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
            Hooked added = new Hooked(address, handler);
            hooks.updateAndGet(
                    now -> Stream.concat(Arrays.stream(now), Stream.of(added)).toArray(Hooked[]::new));
            return new Open(address);
        } catch (MachineClosedException gone) {
            throw UpdateLock.noMachine(gone);
        }
    }

    @Override
    public boolean hides(long address) {
        return find(address) != null;
    }

    @Override
    public long realReturn(long trampoline, GuestTask task, long sp, int nth) {
        Hooked hook = find(trampoline);
        return hook == null ? ReturnHandler.NONE : hook.handler.realReturn(task, sp, nth);
    }

    private @Nullable Hooked find(long trampoline) {
        for (Hooked hook : hooks.getAcquire()) {
            if (hook.address == trampoline) {
                return hook;
            }
        }
        return null;
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
        public long realReturn(GuestTask task, long sp, int nth) {
            return handler.realReturn(task, sp, nth);
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
                hooks.updateAndGet(now -> Arrays.stream(now)
                        .filter(hook -> hook.address != address)
                        .toArray(Hooked[]::new));
                try {
                    trampolines.free(address);
                } catch (MachineClosedException gone) {
                    throw UpdateLock.noMachine(gone);
                }
            }
        }
    }
}
