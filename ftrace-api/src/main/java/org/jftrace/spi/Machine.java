package org.jftrace.spi;

import java.util.List;

/**
 * The machine that an embedder brings: guest memory, CPUs that execute it, and a way for guest code to call Java. One
 * machine carries at most one ftrace core at a time.
 *
 * <p>All methods may be called from any thread while the CPUs run, also from within a {@link HostCall} on a CPU's own
 * thread unless said otherwise.
 */
public interface Machine {
    /**
     * Returns guest memory.
     *
     * @return always the same object
     */
    CodeMemory memory();

    /**
     * Returns the functions of the program and where the compiler left room for call sites.
     *
     * @return always the same object
     */
    SymbolTable symbols();

    /**
     * Returns how many CPUs there can be. Bounds {@link GuestCpu#id()}.
     *
     * @return at least 1; never changes. 1 unless overridden
     */
    default int maxCpus() {
        return 1;
    }

    /**
     * Gives a Java call an address in guest code: a CPU that executes a branch to it runs the call on its own thread and
     * then goes on at x30, as if the callee had been a single RET. The address must not be one that guest code can read
     * or write.
     *
     * @param call what runs; a gate of its own even if the same call is mapped already
     * @return the address of the gate, 4-byte aligned and not 0
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM} if there is no room for another gate
     * @throws MachineClosedException if the machine is closed
     */
    long mapHostCall(HostCall call);

    /**
     * Takes a gate back. The caller has made sure that no CPU can still branch to it. The address may be given out again.
     *
     * @param gate an address that {@link #mapHostCall} returned
     * @throws IllegalArgumentException if it is not mapped
     */
    void unmapHostCall(long gate);

    /**
     * Makes earlier patches visible everywhere: when it returns, every CPU has executed a context synchronisation event
     * (Arm ARM, glossary; Linux: {@code kick_all_cpus_sync}) after all writes that the caller made to code, so that no
     * CPU fetches an older word again. Must not wait for a CPU that is inside a host call, since a host call ends with
     * such an event; so it may be called from within one.
     */
    void synchronizeCpus();

    /**
     * Waits until guest code has left some address ranges: until every task that was there when the call was made has
     * been at an instruction boundary at which neither its pc nor any return address on its stack lay in them. A task
     * that enters later is not waited for. A task inside a host call or a system call, which may sleep, is where that will
     * return to. Linux: {@code synchronize_rcu_tasks}. A machine that never executes the code in the ranges may return at
     * once.
     *
     * <p>What the waited-for tasks did happens-before the return. The task of the CPU whose host call is running on the
     * calling thread is not waited for.
     *
     * @param ranges code that is about to be freed or reused
     */
    void awaitQuiescence(List<AddressRange> ranges);

    /**
     * Tells whether the machine has been closed. From then on, writing to its memory or mapping host calls throws {@link
     * MachineClosedException}; reading may too.
     *
     * @return true once closed; never false again. Always false unless overridden: a machine that is never closed, but
     *     simply forgotten
     */
    default boolean isClosed() {
        return false;
    }
}
