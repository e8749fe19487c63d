package org.jftrace.samples.bpf;

import java.io.IOException;
import java.io.PrintStream;
import org.jftrace.Ftrace;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.bpf.AttachType;
import org.jftrace.bpf.Bpf;
import org.jftrace.bpf.BpfLink;
import org.jftrace.bpf.BpfPolicy;
import org.jftrace.bpf.BpfTarget;
import org.jftrace.core.FtraceCore;
import org.jftrace.samples.Programs;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.arch.image.FunctionModel;

/**
 * Programs before and after one function. Attaching makes code for this very function, a trampoline image, and the call
 * site branches straight to it: no dispatcher, no list. The image lays the arguments out, runs the fentry program, calls the
 * function itself and runs the fexit program with its result.
 *
 * <p>Links come and go while the program runs. A change makes a new image and swaps the branch; the old image lives until
 * the last task has returned through it.
 */
public final class S10FentryAndFexit {
    private S10FentryAndFexit() {}

    /**
     * Runs the sample.
     *
     * @param args are not looked at
     * @throws IOException if the program cannot be read
     */
    public static void main(String[] args) throws IOException {
        run(System.out);
    }

    /**
     * Runs the sample.
     *
     * @param out gets what it prints
     * @throws IOException if the program cannot be read
     */
    public static void run(PrintStream out) throws IOException {
        try (SimMachine machine = Programs.load("vfs.elf")) {
            Arm64Port arch = Arm64Port.on(machine);
            try (Ftrace ftrace = FtraceCore.open(machine, arch);
                    Bpf bpf = Bpf.open(ftrace, machine, arch, BpfPolicy.byName())) {
                BpfTarget ackermann = BpfTarget.function("ackermann", FunctionModel.ofLongs(2));
                BpfLink before = bpf.attach(
                        bpf.program("before", AttachType.FENTRY).load(context -> {
                            out.println("ackermann(" + context.argument(0) + ", " + context.argument(1) + ")");
                            return 0;
                        }),
                        ackermann);
                bpf.attach(
                        bpf.program("after", AttachType.FEXIT).load(context -> {
                            out.println("  = " + context.returnValue());
                            return 0;
                        }),
                        ackermann);
                out.println("returned " + machine.call("ackermann", 0, 6));
                before.close();
                out.println("returned " + machine.call("ackermann", 0, 7));
            }
        }
    }
}
