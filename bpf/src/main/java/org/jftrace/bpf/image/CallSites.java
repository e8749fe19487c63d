package org.jftrace.bpf.image;

import java.util.List;
import org.jftrace.direct.DirectTargets;

/** Where functions are sent to their images; Linux: {@code modify_fentry} and its kin. */
public interface CallSites {
    /**
     * Sends call sites to images, or back to their functions. All or none.
     *
     * @param sites at least one
     * @param targets for each of them, in the same order, the first instruction of an image, or {@link DirectTargets#NOWHERE}
     * @throws org.jftrace.FtraceException as the call site's keeper refuses; nothing is changed then
     */
    void apply(List<Trampoline> sites, DirectTargets targets);
}
