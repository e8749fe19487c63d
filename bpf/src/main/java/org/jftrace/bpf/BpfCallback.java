package org.jftrace.bpf;

/** The body of a program. */
@FunctionalInterface
public interface BpfCallback {
    /**
     * Runs once for each call of the function, on the thread of the traced CPU. What it throws is counted, and logged
     * once; it then counts as 0.
     *
     * @param context of the call, valid until the program ends
     * @return what the {@link AttachType} makes of it; fentry and fexit ignore it
     */
    long run(BpfContext context);
}
