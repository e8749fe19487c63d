package org.jftrace.bpf;

/** Where a program runs; Linux: {@code enum bpf_attach_type}. */
public enum AttachType {
    /** Before the function; Linux: {@code BPF_TRACE_FENTRY}. */
    FENTRY,
    /** After the function, or after it was skipped; Linux: {@code BPF_TRACE_FEXIT}. */
    FEXIT,
    /**
     * Before the function; a result that is not 0 becomes the function's, which is skipped. Only on functions that allow
     * it. Linux: {@code BPF_MODIFY_RETURN}.
     */
    FMOD_RET,
    /**
     * On a hook of the security module. If the hook returns a number: before it, and a result that is not 0 becomes the
     * hook's; else after it. Linux: {@code BPF_LSM_MAC}.
     */
    LSM,
    /**
     * Before functions whose arguments nobody described: eight registers. Linux: {@code BPF_TRACE_KPROBE_MULTI}. Always an
     * fprobe.
     */
    KPROBE_MULTI,
    /** After functions, with their result and no argument; Linux: with {@code BPF_F_KPROBE_MULTI_RETURN}. Always an fprobe. */
    KRETPROBE_MULTI;

    boolean isKprobe() {
        return this == KPROBE_MULTI || this == KRETPROBE_MULTI;
    }
}
