package org.jftrace.samples.bpf;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.jftrace.Ftrace;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.bpf.AttachType;
import org.jftrace.bpf.Bpf;
import org.jftrace.bpf.BpfPolicy;
import org.jftrace.bpf.BpfProgram;
import org.jftrace.bpf.BpfTarget;
import org.jftrace.core.FtraceCore;
import org.jftrace.samples.GuestText;
import org.jftrace.samples.Programs;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.arch.image.FunctionModel;

/**
 * A security policy that denies an open. An lsm program runs before its hook; a result that is not 0 becomes the hook's, and
 * the hook itself is skipped. Which functions are hooks the {@link BpfPolicy} says: here {@code vfs_open} is declared to be
 * one.
 *
 * <p>The program refuses to open one file, with the errno EACCES; the guest goes on without it.
 */
public final class S11SecurityPolicy {
    private static final int EACCES = 13;
    private static final String SECRET = "/log";

    private S11SecurityPolicy() {}

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
            BpfPolicy hooks = BpfPolicy.byName().orHook("vfs_open"::equals);
            try (Ftrace ftrace = FtraceCore.open(machine, arch);
                    Bpf bpf = Bpf.open(ftrace, machine, arch, hooks)) {
                BpfProgram policy = bpf.program("policy", AttachType.LSM).load(context -> {
                    String path = GuestText.at(machine.memory(), context.argument(0));
                    if (!path.equals(SECRET)) {
                        return 0;
                    }
                    out.println("denied " + path);
                    return -EACCES;
                });
                bpf.attach(policy, BpfTarget.function("vfs_open", new FunctionModel(List.of(8, 4), 8)));
                out.println("exit code " + machine.run());
            }
        }
    }
}
