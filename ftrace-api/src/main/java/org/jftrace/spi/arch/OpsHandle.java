package org.jftrace.spi.arch;

/**
 * Where things lie in the guest's side of an ops, 16 bytes that trampolines read:
 *
 * <pre>
 *     +0  u64 func     host gate (or code) to call with ip, parent ip, handle, saved registers
 *     +8  u64 direct   if not 0: branch here instead, with nothing saved
 * </pre>
 *
 * Each field is written single-copy atomic with release and read once a call.
 */
public final class OpsHandle {
    /** The offset of the tracer's gate. */
    public static final int FUNC = 0;

    /** The offset of the direct trampoline. */
    public static final int DIRECT = 8;

    /** The size of a handle in bytes; handles are 8-byte aligned. */
    public static final int SIZE = 16;

    private OpsHandle() {}
}
