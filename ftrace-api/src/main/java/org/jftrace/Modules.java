package org.jftrace;

import java.util.List;
import org.jftrace.spi.SymbolTable;

/**
 * Images that come and go while the machine runs. Whoever loads modules tells ftrace: after the code is in memory and
 * before it runs, when the initialisation code is freed, and before the module's memory goes.
 */
public interface Modules {
    /**
     * Makes the call sites of a module ready, and traces those that registered filters select; the kernel's {@code
     * ftrace_module_init} and {@code ftrace_module_enable}. A site out of reach of a BL goes through a PLT entry of its
     * region; one that cannot is left out with a warning. Of several {@link OpsFlag#IPMODIFY} tracers that remember one of
     * its functions the one registered first traces the module; the others go without it, with a warning.
     *
     * @param image its name is not empty; the module's code is in memory and no CPU executes it
     * @throws FtraceException {@link Errno#EEXIST} if a module of that name is loaded, {@link Errno#EINVAL} if its name is
     *     empty, {@link Errno#ENOMEM} if guest memory is used up, {@link Errno#ENODEV} and {@link Errno#EAGAIN} as {@link
     *     Ftrace#register}; then nothing of it is traced
     */
    void load(SymbolTable image);

    /**
     * Forgets the call sites in a module's initialisation code, after telling listeners; the kernel's {@code ftrace_free_mem}.
     *
     * @param module a loaded module whose initialisation has ended
     * @throws FtraceException {@link Errno#ENOENT} if it is not loaded, {@link Errno#ENODEV} and {@link Errno#EAGAIN} as
     *     {@link Ftrace#register}
     */
    void freeInit(String module);

    /**
     * Forgets a module's call sites; the kernel's {@code ftrace_release_mod}. When it returns no trampoline will return into
     * the module, no callback is running for one of its functions, and filters no longer select them.
     *
     * @param module a loaded module that nobody will call any more
     * @throws FtraceException {@link Errno#ENOENT} if it is not loaded, {@link Errno#ENODEV} and {@link Errno#EAGAIN} as
     *     {@link Ftrace#register}
     */
    void unload(String module);

    /**
     * Returns the modules.
     *
     * @return a snapshot, in the order of their loading
     */
    List<String> loaded();

    /**
     * Wants to be told of modules.
     *
     * @param listener told from now on, after those added before
     */
    void addListener(Listener listener);

    /** Told of modules that come and go, on the thread that says so to {@link Modules}; may register and change tracers. */
    interface Listener {
        /**
         * A module's call sites can be looked up; its code does not run yet.
         *
         * @param module its name
         */
        default void coming(String module) {}

        /**
         * The call sites in a module's initialisation code are about to go; its others stay.
         *
         * @param module its name
         * @param ips those sites, at least one, ascending within each stretch of text; a copy for each listener
         */
        default void initGoing(String module, long[] ips) {}

        /**
         * A module's call sites are about to go.
         *
         * @param module its name
         */
        default void going(String module) {}
    }
}
