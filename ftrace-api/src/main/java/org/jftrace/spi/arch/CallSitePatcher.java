package org.jftrace.spi.arch;

import org.jftrace.spi.SymbolTable;

/**
 * Reads and writes call sites while CPUs execute them. Every change reads, compares and only then writes; it leaves the
 * site as it was if it throws. None of the methods waits for other CPUs: the caller batches changes and then calls
 * {@link org.jftrace.spi.Machine#synchronizeCpus()} once.
 *
 * <p>The caller holds the lock that makes it the only one who patches.
 */
public interface CallSitePatcher {
    /**
     * Looks at a patchable entry. Nothing is written.
     *
     * @param patchableEntry from the image's site table
     * @param symbols of the image
     * @return the site's geometry
     * @throws UnusableSiteException if its literal would not be 8-byte aligned, or its words are not what a compiler
     *     leaves there nor what {@link #initialise} does
     */
    CallSite inspect(long patchableEntry, SymbolTable symbols) throws UnusableSiteException;

    /**
     * Tells whether a call site can branch to a target by itself.
     *
     * @param ip of the call site
     * @param target of the branch
     * @return true from -128 MiB to +128 MiB - 4
     */
    boolean reaches(long ip, CallTarget target);

    /**
     * Makes a site ready, before any CPU executes it: the instruction that keeps the return address, and the literal.
     * Doing it again is allowed.
     *
     * @param site from {@link #inspect}
     * @param nopOps the handle for a site that nobody traces
     */
    void initialise(CallSite site, long nopOps);

    /**
     * Names the ops of a site: one 64-bit store with release, before the BL that makes CPUs look at it.
     *
     * @param site one that {@link CallSite#hasLiteral() has a literal}
     * @param handle of the ops
     * @throws IllegalArgumentException if the site has no literal
     */
    void setOps(CallSite site, long handle);

    /**
     * Turns the NOP into a BL.
     *
     * @param site an initialised site
     * @param target within reach of BL: -128 MiB to +128 MiB - 4 from the ip
     * @throws PatchMismatchException if there is no NOP
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ERANGE} if the target is out of reach
     */
    void makeCall(CallSite site, CallTarget target);

    /**
     * Turns the BL to one target into a BL to another.
     *
     * @param site an enabled site
     * @param from where it goes now
     * @param to within reach of BL
     * @throws PatchMismatchException if there is no BL to {@code from}
     * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ERANGE} if the target is out of reach
     */
    void modifyCall(CallSite site, CallTarget from, CallTarget to);

    /**
     * Turns the BL into a NOP.
     *
     * @param site an enabled site
     * @param from where it goes now
     * @throws PatchMismatchException if there is no BL to {@code from}
     */
    void makeNop(CallSite site, CallTarget from);
}
