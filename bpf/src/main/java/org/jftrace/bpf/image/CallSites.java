package org.jftrace.bpf.image;

import java.util.List;

/** Where functions are sent to their images; Linux: {@code modify_fentry} and its kin. */
public interface CallSites {
    /** Stands for no image. */
    long NOWHERE = 0;

    /**
     * Where a call site is sent.
     *
     * @param trampoline of the call site
     * @param target the first instruction of an image, or {@link #NOWHERE}
     */
    record Move(Trampoline trampoline, long target) {}

    /**
     * Sends call sites to images, or back to their functions. All or none.
     *
     * @param moves by ascending address of the call site
     * @throws org.jftrace.FtraceException as the call site's keeper refuses; nothing is changed then
     */
    void apply(List<Move> moves);
}
