package org.jftrace.samples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.SimMachine;

/**
 * Read and change arguments. The registers a callback gets are not a copy: what it sets is what the function sees.
 *
 * <ul>
 *   <li>{@code task_create(name, step, weight, left)}: the name is read from guest memory; the writer's weight is made
 *       four times as much, so the scheduler lets it run more often.
 *   <li>{@code blk_submit} has eleven arguments: eight in registers, three on the stack. They are counted through.
 *   <li>{@code ackermann} is skipped altogether: its caller gets 1000 at once.
 * </ul>
 *
 * What came of it can be read in the program's own output.
 */
public final class S04ReadAndChangeArguments {
    private S04ReadAndChangeArguments() {}

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
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (SimMachine machine = Programs.load("vfs.elf", said);
                Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            ftrace.register(heavierWriter(machine, out));
            ftrace.register(argumentsOfBlkSubmit(out));
            ftrace.register(skippedAckermann());
            machine.run();
        }
        said.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(" vruntime ") || line.startsWith("sched: writer"))
                .forEach(line -> out.println("program: " + line));
    }

    private static FtraceOps heavierWriter(SimMachine machine, PrintStream out) {
        return FtraceOps.of("weight", Filter.name("task_create"), (ip, parentIp, ops, regs) -> {
            String name = GuestText.at(machine.memory(), regs.argument(0));
            long weight = regs.argument(2);
            if (name.equals("writer")) {
                regs.setArgument(2, 4 * weight);
            }
            out.printf("task_create(\"%s\", ..., %d, %d), now %d%n", name, weight, regs.argument(3), regs.argument(2));
        });
    }

    private static FtraceOps argumentsOfBlkSubmit(PrintStream out) {
        return FtraceOps.of("arguments", Filter.name("blk_submit"), (ip, parentIp, ops, regs) -> {
            int flags = (int) regs.argument(3);
            int tag = (short) regs.argument(8) & 0xffff;
            int priority = (byte) regs.argument(9);
            int bias = (int) regs.argument(10);
            out.printf(
                    "blk_submit(%d, %d, %d, flags 0x%x, ..., owner %d, ..., deadline %d, tag 0x%x, priority %d, bias %d)%n",
                    regs.argument(0),
                    regs.argument(1),
                    regs.argument(2),
                    flags,
                    regs.argument(5),
                    regs.argument(7),
                    tag,
                    priority,
                    bias);
        });
    }

    private static FtraceOps skippedAckermann() {
        return FtraceOps.of("skip", Filter.name("ackermann"), (ip, parentIp, ops, regs) -> {
            regs.setReturnValue(1000);
            regs.skipFunction();
        });
    }
}
