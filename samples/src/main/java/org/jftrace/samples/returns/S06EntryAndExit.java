package org.jftrace.samples.returns;

import java.io.IOException;
import java.io.PrintStream;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.fprobe.Fprobe;
import org.jftrace.fprobe.Fprobes;
import org.jftrace.rethook.Rethooks;
import org.jftrace.samples.GuestText;
import org.jftrace.samples.Programs;
import org.jftrace.sim.SimMachine;

/**
 * Entry and exit, with data passed between. An fprobe is called when a function is entered and again when that very call
 * returns. What the entry handler puts into {@code data} the exit handler finds there, however calls nest and whichever CPU
 * returns.
 *
 * <p>Here the entry keeps what {@code vfs_mount} was asked to mount; the exit tells under which number it is mounted. The
 * entry handler declines the exit of the last one: what it returns is then never looked at.
 */
public final class S06EntryAndExit {
    private S06EntryAndExit() {}

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
        try (SimMachine machine = Programs.load("vfs.elf");
                Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            Rethooks rethooks = Rethooks.on(ftrace, machine.maxCpus());
            Fprobe mounts = Fprobe.builder("mounts")
                    .data(1)
                    .entry((ip, returnAddress, regs, data) -> {
                        data[0] = regs.argument(0);
                        String path = GuestText.at(machine.memory(), data[0]);
                        out.println("mounting " + path);
                        return path.equals("/proc") ? 1 : 0;
                    })
                    .exit((ip, returnAddress, regs, data) ->
                            out.println(GuestText.at(machine.memory(), data[0]) + " is mount " + regs.returnValue()))
                    .build();
            Fprobes.on(ftrace, rethooks, machine.maxCpus()).register(mounts, Filter.name("vfs_mount"));
            out.println("exit code " + machine.run());
        }
    }
}
