package org.jftrace.rethook;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jftrace.FtraceException;
import org.jftrace.FtraceRegs;
import org.jftrace.Registration;
import org.jftrace.returns.ReturnRegs;
import org.jftrace.spi.GuestCpu;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A handler of returns with its pool of nodes; the kernel's {@code struct rethook}. A call that finds no node free, or whose
 * return comes when the rethook has been stopped, is missed and counted: {@code hooked = handled + missed}, exactly.
 */
public final class Rethook {
    private static final Logger LOG = LoggerFactory.getLogger(Rethook.class);

    private final Rethooks rethooks;
    private final String name;
    private final long trampoline;
    private final NodePool pool;
    private final AtomicReference<@Nullable RethookHandler> handler;
    private final LongAdder missed = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final AtomicBoolean logged = new AtomicBoolean();

    Rethook(Rethooks rethooks, String name, long trampoline, int words, int nodes, RethookHandler handler) {
        this.rethooks = rethooks;
        this.name = name;
        this.trampoline = trampoline;
        this.handler = new AtomicReference<>(handler);
        RethookNode[] all = new RethookNode[nodes];
        Arrays.setAll(all, index -> new RethookNode(this, index, words));
        this.pool = new NodePool(all, rethooks.cpus());
    }

    /** An acquire: the handler is seen as it was made. Read once a return. */
    private @Nullable RethookHandler readAcquire() {
        return handler.getAcquire();
    }

    /**
     * Takes a node; the kernel's {@code rethook_try_get}. Allocates nothing and never waits.
     *
     * @param cpu the CPU that the calling thread runs
     * @return a node to be given to {@link #hook} or {@link #recycle}, or null if all are taken or this was stopped, which
     *     counts as missed
     */
    public @Nullable RethookNode tryGet(GuestCpu cpu) {
        RethookNode node = readAcquire() == null ? null : pool.tryTake(cpu.id());
        if (node == null) {
            missed.increment();
        }
        return node;
    }

    /**
     * Gives a node back that was not hooked.
     *
     * @param cpu the CPU that the calling thread runs
     * @param node from {@link #tryGet}
     */
    public void recycle(GuestCpu cpu, RethookNode node) {
        pool.giveBack(cpu.id(), node);
    }

    /**
     * Hooks the return of the call that a callback is handling; the kernel's {@code rethook_hook}.
     *
     * @param cpu that makes the call
     * @param node from {@link #tryGet}
     * @param ip the call site
     * @param regs of the call
     */
    public void hook(GuestCpu cpu, RethookNode node, long ip, FtraceRegs regs) {
        node.hooked(ip);
        node.realReturn = regs.linkRegister();
        node.trampoline = trampoline;
        node.frame = regs.stackPointer();
        rethooks.stackOf(cpu.task()).push(node);
        regs.setLinkRegister(trampoline);
    }

    void handle(GuestCpu cpu, RethookNode node, ReturnRegs regs) {
        RethookHandler now = readAcquire();
        if (now == null) {
            missed.increment();
            return;
        }
        try {
            now.onReturn(cpu, node, regs);
        } catch (StackOverflowError thrown) {
            count(thrown, node);
        } catch (VirtualMachineError fatal) {
            throw fatal;
        } catch (Throwable thrown) {
            count(thrown, node);
        }
    }

    private void count(Throwable thrown, RethookNode node) {
        errors.increment();
        if (logged.compareAndSet(false, true)) {
            LOG.error(
                    "return handler of {} failed for the call at 0x{}; further failures are only counted",
                    name,
                    Long.toHexString(node.ip()),
                    thrown);
        }
    }

    /** A call that will not return. */
    void dropped(int cpu, RethookNode node) {
        missed.increment();
        pool.giveBack(cpu, node);
    }

    /**
     * Hooks nothing more and handles no more returns; the kernel's {@code rethook_stop} and the wait after it. When it returns
     * the handler is not running and never runs again; functions that were hooked return as ever. To be called before
     * whoever hooks with it is unregistered. Stopping again does nothing.
     *
     * @throws FtraceException {@link org.jftrace.Errno#EAGAIN} as {@link org.jftrace.Ftrace#synchronize}; then it goes on
     */
    public void stop() {
        rethooks.runWaiting(() -> {
            handler.setRelease(null);
            rethooks.synchronize();
        });
    }

    /**
     * Stops, and then unregisters whoever hooks with this: in the other order a call could be hooked, and its return come,
     * when its user has gone. If unregistering is refused nothing has ended: returns are handled again. Those that came
     * meanwhile count as missed.
     *
     * @param hooking the registration of the callback that hooks
     * @throws FtraceException {@link org.jftrace.Errno#EAGAIN} as {@link Registration#close()}
     */
    public void stopAndClose(Registration hooking) {
        rethooks.runWaiting(() -> {
            RethookHandler stopped = handler.getAndSet(null);
            try {
                hooking.close();
            } catch (FtraceException refused) {
                handler.setRelease(stopped);
                throw refused;
            }
            rethooks.synchronize();
        });
    }

    /**
     * Counts the calls that were not handled.
     *
     * @return how many found no node, died, or returned when this was stopped
     */
    public long missed() {
        return missed.sum();
    }

    /**
     * Counts the handler's failures.
     *
     * @return how often it threw
     */
    public long errors() {
        return errors.sum();
    }

    @Override
    public String toString() {
        return "rethook " + name;
    }
}
