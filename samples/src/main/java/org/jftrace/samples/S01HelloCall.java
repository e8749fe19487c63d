package org.jftrace.samples;

import java.io.IOException;
import java.io.PrintStream;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.SimMachine;

/**
 * Hello, call. The smallest tracer there is: a name, a function, and what to do when it is called.
 *
 * <p>The program is an ordinary arm64 ELF file. Each of its functions begins with NOPs that the compiler left there for
 * us. Opening ftrace prepares them; registering turns the one NOP in {@code vfs_mount} into a BL; when the program runs
 * into it, the lambda below is called on the thread of that CPU, with the registers as they were. No other function is
 * any slower for it.
 *
 * <p>Two addresses come with a call: {@code ip}, where the BL is, and {@code parentIp}, where the function will return
 * to, which tells who called it.
 */
public final class S01HelloCall {
    private S01HelloCall() {}

    /**
     * Runs the sample.
     *
     * @param args are not looked at
     * @throws IOException if the program cannot be read
     */
    public static void main(String[] args) throws IOException {
        run(System.out);
    }

    static void run(PrintStream out) throws IOException {
        try (SimMachine machine = Programs.load("vfs.elf");
                Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            FtraceOps hello = FtraceOps.of("hello", Filter.name("vfs_mount"), (ip, parentIp, ops, regs) -> {
                String caller =
                        machine.symbols().containing(parentIp).orElseThrow().name();
                out.println("hello, vfs_mount, called by " + caller);
            });
            ftrace.register(hello);
            out.println("exit code " + machine.run());
        }
    }
}
