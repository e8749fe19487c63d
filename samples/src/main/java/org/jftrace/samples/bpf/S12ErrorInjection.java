package org.jftrace.samples.bpf;

import java.io.IOException;
import java.io.PrintStream;
import org.jftrace.Errno;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.bpf.AttachType;
import org.jftrace.bpf.Bpf;
import org.jftrace.bpf.BpfLink;
import org.jftrace.bpf.BpfPolicy;
import org.jftrace.bpf.BpfProgram;
import org.jftrace.bpf.BpfTarget;
import org.jftrace.core.FtraceCore;
import org.jftrace.samples.Programs;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.arch.image.FunctionModel;

/**
 * Injecting an error. An fmod_ret program runs before a function and may decide its result; if that is not 0 the function does
 * not run at all. Here every second {@code ramfs_write} finds that there is no space.
 *
 * <p>Not every function can stand that, so the policy says which are marked for it, as {@code ALLOW_ERROR_INJECTION} does in
 * Linux. On others the attach is refused.
 */
public final class S12ErrorInjection {
    private static final long ENOSPC = 28;
    private static final FunctionModel WRITE = FunctionModel.ofLongs(3);

    private S12ErrorInjection() {}

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
            BpfPolicy policy = BpfPolicy.byName().orInjection(function -> function.equals("ramfs_write"));
            try (Ftrace ftrace = FtraceCore.open(machine, arch);
                    Bpf bpf = Bpf.open(ftrace, machine, arch, policy)) {
                long[] writes = new long[1];
                BpfProgram full =
                        bpf.program("full", AttachType.FMOD_RET).load(context -> ++writes[0] % 2 == 0 ? -ENOSPC : 0);
                refused(out, () -> bpf.attach(full, BpfTarget.function("vfs_write", WRITE)));
                BpfLink link = bpf.attach(full, BpfTarget.function("ramfs_write", WRITE));
                out.println("injecting: exit code " + machine.run());
                out.println(writes[0] + " writes, every second one had no space");
                link.close();
            }
        }
    }

    private static void refused(PrintStream out, Runnable attach) {
        try {
            attach.run();
        } catch (FtraceException refused) {
            out.println(refused.errno() == Errno.EINVAL ? "vfs_write is not marked for it" : refused.getMessage());
        }
    }
}
