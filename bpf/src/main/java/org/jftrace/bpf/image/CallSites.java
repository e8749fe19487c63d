package org.jftrace.bpf.image;

import java.util.Map;

/** Where functions are sent to their images; Linux: {@code modify_fentry} and its kin. */
public interface CallSites {
    /** Stands for no image. */
    long NOWHERE = 0;

    /**
     * Sends call sites to images, or back to their functions. All or none.
     *
     * @param targets for each call site the first instruction of an image, or {@link #NOWHERE}
     * @throws org.jftrace.FtraceException as the call site's keeper refuses; nothing is changed then
     */
    void apply(Map<Long, Long> targets);
}
