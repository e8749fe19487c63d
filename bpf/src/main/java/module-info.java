/** BPF trampolines, programs and links: fentry, fexit, fmod_ret, lsm, kprobe_multi. */
module org.jftrace.bpf {
    requires static org.jspecify;
    requires transitive org.jftrace.api;
    requires org.jftrace.fprobe;
    requires org.slf4j;

    exports org.jftrace.bpf;
}
