package org.jftrace.spi.arch.image;

/**
 * What an image lays out on the traced task's stack, seen from the address that programs get in x0:
 *
 * <pre>
 *     -16  u64 ip        the call site
 *     -8   u64 slots     how many argument slots follow
 *     +0   u64 slot[]    the arguments; a structure of more than 8 bytes takes two
 *     +8 * slots         u64 result, two if it is larger than 8 bytes
 * </pre>
 */
public final class ImageContext {
    /** The offset of the call site's address; Linux: {@code bpf_get_func_ip}. */
    public static final int IP = -16;

    /** The offset of the number of slots; Linux: {@code bpf_get_func_arg_cnt}. */
    public static final int SLOTS = -8;

    private ImageContext() {}

    /**
     * Returns where an argument lies; Linux: {@code bpf_get_func_arg}.
     *
     * @param slot from 0
     * @return an offset
     */
    public static int slot(int slot) {
        return 8 * slot;
    }

    /**
     * Returns where the result lies, which is 0 until the function has returned; Linux: {@code bpf_get_func_ret}.
     *
     * @param slots how many the function has
     * @return an offset
     */
    public static int result(int slots) {
        return 8 * slots;
    }
}
