package org.jftrace.bpf;

/** How a call gets to a program. */
public enum Route {
    /** The function's call site branches to code that was made for it, which runs all its programs; a direct call. */
    DIRECT,
    /**
     * An fprobe for each link, dispatched as any tracer. Nothing has to be generated and a function may have a direct call
     * besides, but programs must be neither sleepable nor traceable, and a call is missed that is made from within another
     * probe, or when too many are under way. Who comes after an fmod_ret program that decided the result finds that in place
     * of the first argument: both are x0.
     */
    FPROBE,
    /**
     * {@link #DIRECT}, or if the function has another direct call or none are allowed, {@link #FPROBE}. If that is refused too,
     * why the first was is suppressed in what is thrown.
     */
    AUTO
}
