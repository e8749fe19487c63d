package org.jftrace.spi.arch.image;

import java.util.List;
import org.jftrace.Errno;
import org.jftrace.FtraceException;

/**
 * What an image is to do; Linux: {@code struct bpf_tramp_links}. With {@code fmodRet} or {@code fexit} programs the image
 * calls the function itself and returns to its caller; without, it goes on to the function when its programs are done.
 *
 * @param model of the function
 * @param fentry run before the function
 * @param fmodRet run next; the first whose result is not 0 makes it the function's result, and the function is skipped
 * @param fexit run after the function, or where it was skipped
 * @param enter a gate that is called before all programs, and {@code exit} after them: they count the tasks for which the
 *     image must be kept; Linux: {@code __bpf_tramp_enter}. 0 for none
 * @param exit see {@code enter}
 */
public record ImageSpec(
        FunctionModel model,
        List<ProgramCall> fentry,
        List<ProgramCall> fmodRet,
        List<ProgramCall> fexit,
        long enter,
        long exit) {
    /** How many programs one image may call; Linux: {@code BPF_MAX_TRAMP_LINKS}. */
    public static final int MAX_PROGRAMS = 38;

    /**
     * One call of a program: x0 is the address of slot 0 (see {@link ImageContext}), the result is in x0.
     *
     * @param gate runs the program
     * @param stub code that is called in place of the gate, with its address in x1, and goes on to it; 0 for none
     */
    public record ProgramCall(long gate, long stub) {}

    /**
     * Copies and checks.
     *
     * @throws FtraceException {@link Errno#E2BIG} for more than {@value #MAX_PROGRAMS} programs, {@link Errno#EINVAL} for
     *     {@code fmodRet} programs on a function that returns nothing in registers
     */
    public ImageSpec {
        fentry = List.copyOf(fentry);
        fmodRet = List.copyOf(fmodRet);
        fexit = List.copyOf(fexit);
        int programs = fentry.size() + fmodRet.size() + fexit.size();
        if (programs > MAX_PROGRAMS) {
            throw new FtraceException(Errno.E2BIG, programs + " programs are more than " + MAX_PROGRAMS);
        }
        if (!fmodRet.isEmpty() && model.resultRegisters() == 0) {
            throw new FtraceException(
                    Errno.EINVAL, "fmod_ret on a function whose result is not in registers: " + model);
        }
    }

    /**
     * Tells whether the image calls the function, so that a task may sleep in it with a way back through the image.
     *
     * @return Linux: {@code BPF_TRAMP_F_CALL_ORIG}
     */
    public boolean callsOriginal() {
        return !fmodRet.isEmpty() || !fexit.isEmpty();
    }
}
