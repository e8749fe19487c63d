package org.jftrace.samples.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.samples.Programs;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.GuestCpu;
import org.jftrace.stack.StackTrace;

/**
 * A stack trace out of a callback: who called whom, down to the program's first instruction. The newest frame is the
 * trampoline that called back, the next one the traced function, which has not built a frame of its own yet.
 *
 * <p>The program was compiled without unwind tables; what each function does with its return address is read from its
 * code. So a trace can be had at any instruction, not only in callbacks: the second half stops the CPU inside a leaf
 * function, which keeps its return address in a register. Each trace says whether it is reliable; one that is not names the frame
 * that makes it so.
 */
public final class S09StackTrace {
    private S09StackTrace() {}

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
     * @param out gets the traces
     * @throws IOException if the program cannot be read
     */
    public static void run(PrintStream out) throws IOException {
        try (SimMachine machine = SimMachine.builder(Programs.file("vfs.elf"))
                        .stdout(OutputStream.nullOutputStream())
                        .build();
                Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            GuestCpu cpu = machine.cpu(0);
            boolean[] seen = new boolean[1];
            ftrace.register(FtraceOps.of("first file", Filter.name("ramfs_create"), (ip, parentIp, ops, regs) -> {
                if (!seen[0]) {
                    seen[0] = true;
                    show(out, "in a callback", ftrace.stackTrace(cpu));
                }
            }));
            while (!seen[0]) {
                machine.step();
            }
            long leaf = machine.symbols().named("strlen").orElseThrow().address();
            while (cpu.pc() != leaf + 16) {
                machine.step();
            }
            show(out, "stopped in a leaf", ftrace.stackTrace(cpu));
        }
    }

    private static void show(PrintStream out, String where, StackTrace trace) {
        out.println(where + (trace.reliable() ? ", reliable:" : ", not reliable:"));
        out.print(trace);
    }
}
