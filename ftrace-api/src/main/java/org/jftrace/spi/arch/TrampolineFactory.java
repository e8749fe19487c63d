package org.jftrace.spi.arch;

import java.util.List;
import org.jftrace.spi.AddressRange;

/** Generates the code that call sites branch to, in guest memory within reach of the main image. */
public interface TrampolineFactory {
    /**
     * Returns the entry trampoline for sites with a literal; Linux: {@code ftrace_caller}. There is one.
     *
     * @return always the same target
     */
    CallTarget entry();

    /**
     * Makes an entry trampoline that is bound to one ops, for sites without a literal.
     *
     * @param handle of the ops
     * @return a new target, live until {@link #free}
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM} if there is no room in reach
     */
    CallTarget entryFor(long handle);

    /**
     * Makes a PLT entry: code that goes on to a target from wherever it is, with all registers but x16 as they were. For
     * sites out of reach of the target; written before any of them branches there.
     *
     * @param to {@link #entry} or what {@link #entryFor} returned
     * @param near the text it is for
     * @param place 12 bytes that may be filled, or 0 to have some allocated within reach of the text
     * @return a new target, live until {@link #free}
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM} if there is no room in reach,
     *     {@link org.jftrace.Errno#ERANGE} if the target lies more than 4 GiB away
     */
    CallTarget plt(CallTarget to, AddressRange near, long place);

    /**
     * Frees a trampoline, once no task can be in it any more.
     *
     * @param target what {@link #entryFor} or {@link #plt} returned
     * @throws IllegalArgumentException if it was not, or was freed already
     */
    void free(CallTarget target);

    /**
     * Returns the address of code that returns at once; Linux: {@code ftrace_stub}. For the {@link OpsHandle#FUNC} of an
     * ops that does nothing.
     *
     * @return always the same address
     */
    long stub();

    /**
     * Returns where a task may be while it is inside any trampoline of this factory.
     *
     * @return a snapshot
     */
    List<AddressRange> ranges();
}
