package org.jftrace.bpf;

import java.util.function.Predicate;
import org.jftrace.Errno;
import org.jftrace.FtraceException;

/**
 * Which functions a program may replace the result of.
 *
 * @param errorInjection names of functions for {@link AttachType#FMOD_RET}; Linux: {@code ALLOW_ERROR_INJECTION}, and all that
 *     begin with {@code security_}
 * @param lsmHook names of functions for {@link AttachType#LSM}; Linux: all that begin with {@code bpf_lsm_}
 */
public record BpfPolicy(Predicate<String> errorInjection, Predicate<String> lsmHook) {
    /**
     * Returns what Linux allows without a list of its own.
     *
     * @return error injection on {@code security_*}, hooks are {@code bpf_lsm_*}
     */
    public static BpfPolicy byName() {
        return new BpfPolicy(name -> name.startsWith("security_"), name -> name.startsWith("bpf_lsm_"));
    }

    /**
     * Allows error injection on more functions.
     *
     * @param names tells which
     * @return a policy that allows what either does
     */
    public BpfPolicy orInjection(Predicate<String> names) {
        return new BpfPolicy(errorInjection.or(names), lsmHook);
    }

    /**
     * Takes more functions for security hooks.
     *
     * @param names tells which
     * @return a policy that allows what either does
     */
    public BpfPolicy orHook(Predicate<String> names) {
        return new BpfPolicy(errorInjection, lsmHook.or(names));
    }

    void require(BpfProgram program, String function) {
        boolean allowed = switch (program.type()) {
            case FMOD_RET -> errorInjection.test(function);
            case LSM -> lsmHook.test(function);
            default -> true;
        };
        if (!allowed) {
            throw new FtraceException(
                    Errno.EINVAL,
                    program + " may not replace the result of " + function
                            + (program.type() == AttachType.LSM ? ", which is no hook" : ""));
        }
    }
}
