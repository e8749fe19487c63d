package org.jftrace.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jftrace.Filter;
import org.jftrace.FtraceCallback;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.SimMachine;
import org.jftrace.sim.count.Tally;
import org.jftrace.sim.count.WatchedCpu;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.GuestCpu;

/**
 * What a traced call costs in guest instructions: the reference machine executes one call, step by step, and each
 * instruction is put down to the call site, to the trampoline or to the function. The same each time.
 */
public final class CountedInstructions {
    private static final String FUNCTION = "vfs_mounted";
    private static final String OTHER = "vfs_mount";
    private static final FtraceCallback EMPTY = (ip, parentIp, ops, regs) -> {};
    private static final long RETURN = 0x1000;
    private static final int TOO_MANY = 10_000;

    private CountedInstructions() {}

    /**
     * Where the instructions of one call were executed. Host calls are none.
     *
     * @param atSite the MOV and the NOP or BL
     * @param inTrampoline up to and including its RET
     * @param inFunction the rest
     */
    public record Cost(int atSite, int inTrampoline, int inFunction) {}

    /**
     * Counts one call of a small function that a number of ops trace.
     *
     * @param elf the guest program vfs.elf
     * @param relevant how many ops trace the function
     * @param irrelevant how many ops trace another function
     * @return the cost
     * @throws IOException if the program cannot be loaded
     */
    public static Cost of(Path elf, int relevant, int irrelevant) throws IOException {
        try (SimMachine machine = SimMachine.load(elf)) {
            Arm64Port port = Arm64Port.on(machine);
            try (FtraceCore ftrace = FtraceCore.open(machine, port)) {
                for (int i = 0; i < irrelevant; i++) {
                    ftrace.register(FtraceOps.of("irrelevant" + i, Filter.name(OTHER), EMPTY));
                }
                for (int i = 0; i < relevant; i++) {
                    ftrace.register(FtraceOps.of("relevant" + i, Filter.name(FUNCTION), EMPTY));
                }
                long entry = machine.symbols().named(FUNCTION).orElseThrow().address();
                CallSiteInfo site = ftrace.site(entry).orElseThrow();
                return count(machine, site, port.trampolines().ranges());
            }
        }
    }

    private static Cost count(SimMachine machine, CallSiteInfo site, List<AddressRange> trampolines) {
        GuestCpu cpu = machine.cpu(0);
        cpu.setX(30, RETURN);
        cpu.setPc(site.entry());
        AddressRange swapped = new AddressRange(site.ip() - 4, site.ip() + 4);
        WatchedCpu watched = new WatchedCpu(machine);
        Tally atSite = new Tally();
        Tally inTrampoline = new Tally();
        Tally inFunction = new Tally();
        for (int steps = 0; cpu.pc() != RETURN; steps++) {
            long pc = cpu.pc();
            if (steps > TOO_MANY) {
                throw new IllegalStateException(FUNCTION + " does not return; pc is 0x" + Long.toHexString(pc));
            }
            boolean trampoline = trampolines.stream().anyMatch(range -> range.contains(pc));
            watched.step(swapped.contains(pc) ? atSite : trampoline ? inTrampoline : inFunction);
        }
        return new Cost(instructions(atSite), instructions(inTrampoline), instructions(inFunction));
    }

    private static int instructions(Tally tally) {
        return (int) tally.counts().instructions();
    }

    /**
     * Prints the report.
     *
     * @param arguments the path of vfs.elf; if missing, as seen from the root of the project
     * @throws IOException if the program cannot be loaded
     */
    public static void main(String[] arguments) throws IOException {
        Path elf = Path.of(arguments.length > 0 ? arguments[0] : "samples/guest/vfs.elf");
        System.out.println("guest instructions of one call of " + FUNCTION + " in " + elf);
        System.out.println("relevant  irrelevant  at the site  in the trampoline  in the function");
        for (int[] ops : new int[][] {{0, 0}, {0, 100}, {1, 0}, {1, 1}, {1, 10}, {1, 100}, {2, 0}, {10, 0}, {100, 0}}) {
            Cost cost = of(elf, ops[0], ops[1]);
            System.out.printf(
                    "%8d  %10d  %11d  %17d  %15d%n",
                    ops[0], ops[1], cost.atSite(), cost.inTrampoline(), cost.inFunction());
        }
    }
}
