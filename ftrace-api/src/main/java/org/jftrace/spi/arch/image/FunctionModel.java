package org.jftrace.spi.arch.image;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jftrace.Errno;
import org.jftrace.FtraceException;

/**
 * The shape of a function: how large its arguments and its result are; Linux: {@code struct btf_func_model}. From this
 * follows where the procedure call standard puts them (AAPCS64 section 6.8.2): x0 to x7 first, a structure of more than 8
 * bytes in two registers or, if there are not two left, on the stack with all that come after it.
 *
 * <p>A program sees an argument as one 64-bit slot, a structure of more than 8 bytes as two; slots are numbered through.
 *
 * @param arguments the size of each in bytes, 1 to 16; at most {@value #MAX_ARGUMENTS}
 * @param result the size of the result in bytes; 0 for none, above 16 it is returned in memory that x8 points to
 */
public record FunctionModel(List<Integer> arguments, int result) {
    /** How many arguments a function may have; Linux: {@code MAX_BPF_FUNC_ARGS}. */
    public static final int MAX_ARGUMENTS = 12;

    /** The largest argument that is passed by value. */
    public static final int MAX_ARGUMENT_SIZE = 16;

    private static final int REGISTERS = 8;
    private static final List<FunctionModel> OF_LONGS = IntStream.rangeClosed(0, MAX_ARGUMENTS)
            .mapToObj(arguments -> new FunctionModel(Collections.nCopies(arguments, 8), 8))
            .toList();

    /**
     * Checks and copies.
     *
     * @throws FtraceException {@link Errno#EINVAL} for more than {@value #MAX_ARGUMENTS} arguments, an argument of no size,
     *     or a result of negative size; {@link Errno#ENOTSUPP} for an argument of more than {@value #MAX_ARGUMENT_SIZE}
     *     bytes. The message names it.
     */
    public FunctionModel {
        arguments = List.copyOf(arguments);
        if (arguments.size() > MAX_ARGUMENTS) {
            throw new FtraceException(
                    Errno.EINVAL, arguments.size() + " arguments are more than " + MAX_ARGUMENTS + ": " + arguments);
        }
        for (int i = 0; i < arguments.size(); i++) {
            requireSize(i, arguments.get(i));
        }
        if (result < 0) {
            throw new FtraceException(Errno.EINVAL, "a result of " + result + " bytes");
        }
    }

    private static void requireSize(int index, int size) {
        if (size < 1) {
            throw new FtraceException(Errno.EINVAL, "argument " + index + " has " + size + " bytes");
        }
        if (size > MAX_ARGUMENT_SIZE) {
            throw new FtraceException(
                    Errno.ENOTSUPP,
                    "argument " + index + " has " + size + " bytes; by value at most " + MAX_ARGUMENT_SIZE
                            + " are passed");
        }
    }

    /**
     * Describes a function of 64-bit arguments and a 64-bit result.
     *
     * @param arguments how many, 0 to {@value #MAX_ARGUMENTS}
     * @return the model, the same object each time
     * @throws FtraceException {@link Errno#EINVAL} if that is out of range
     */
    public static FunctionModel ofLongs(int arguments) {
        if (arguments < 0 || arguments > MAX_ARGUMENTS) {
            throw new FtraceException(Errno.EINVAL, arguments + " arguments, which are not 0 to " + MAX_ARGUMENTS);
        }
        return OF_LONGS.get(arguments);
    }

    private static int slotsOf(int size) {
        return size > 8 ? 2 : 1;
    }

    /**
     * Counts the slots; Linux: {@code bpf_get_func_arg_cnt}.
     *
     * @return 0 to 24
     */
    public int slots() {
        return arguments.stream().mapToInt(FunctionModel::slotsOf).sum();
    }

    /**
     * Counts the slots that arrive in registers: slot n in xn. The others are on the caller's stack, in order.
     *
     * @return 0 to 8
     */
    public int registerSlots() {
        int used = 0;
        for (int size : arguments) {
            if (used + slotsOf(size) > REGISTERS) {
                return used;
            }
            used += slotsOf(size);
        }
        return used;
    }

    /**
     * Counts the slots that arrive on the stack.
     *
     * @return 0 if all fit into registers
     */
    public int stackSlots() {
        return slots() - registerSlots();
    }

    /**
     * Tells in how many registers the result comes back.
     *
     * @return 0 to 2
     */
    public int resultRegisters() {
        return returnsInMemory() ? 0 : (result + 7) / 8;
    }

    /**
     * Tells whether the function needs x8.
     *
     * @return true for a result of more than 16 bytes
     */
    public boolean returnsInMemory() {
        return result > 2 * 8;
    }
}
