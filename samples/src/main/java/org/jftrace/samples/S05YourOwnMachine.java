package org.jftrace.samples;

import java.io.PrintStream;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.spi.SymbolTable;

/**
 * Your own machine. You have a simulator and want ftrace in it; this is all there is to do.
 *
 * <ol>
 *   <li>Implement {@code org.jftrace.spi}: memory that can be read and patched, registers, a table of functions and of
 *       the entries that the compiler's section {@code __patchable_function_entries} lists. {@link ToyMachine} does, over
 *       an array.
 *   <li>Open the core on it with the arm64 port. That prepares the call sites.
 *   <li>Where your simulator executes a BL, ask {@code HostEntry.isEntry(target)}; if so, let
 *       {@code HostEntry.enter(cpu, target)} do what the entry trampoline would. A simulator that would rather execute
 *       the trampoline needs nothing of this: it maps host calls to addresses and runs on.
 * </ol>
 *
 * <p>The program below calls {@code add_ten} twice. Traced, it comes to the same result; then the tracer changes an
 * argument.
 */
public final class S05YourOwnMachine {
    private static final int[] PROGRAM = {
        0x94000006, // 10000  main:     bl   add_ten
        0x94000005, // 10004            bl   add_ten
        0xd4400000, // 10008            hlt  #0
        0xd503201f, // 1000c            nop
        0xd503201f, // 10010            nop               these two become the literal
        0xd503201f, // 10014            nop
        0xd503201f, // 10018  add_ten:  nop               becomes mov x9, x30
        0xd503201f, // 1001c            nop               the call site
        0x91002800, // 10020            add  x0, x0, #10
        0xd65f03c0, // 10024            ret
    };
    private static final long MAIN = ToyMachine.BASE;

    private S05YourOwnMachine() {}

    /**
     * Runs the sample.
     *
     * @param args are not looked at
     */
    public static void main(String[] args) {
        run(System.out);
    }

    static void run(PrintStream out) {
        SymbolTable symbols = SymbolTable.builder("")
                .function("main", 0x10000, 12)
                .function("add_ten", 0x10018, 16)
                .patchableEntries(0x10010)
                .build();
        ToyMachine machine = new ToyMachine(PROGRAM, symbols);
        try (FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            machine.intercept(ftrace.hostEntry());
            out.println("untraced: x0 = " + run(machine));

            try (Registration watching =
                    ftrace.register(FtraceOps.of("watch", Filter.all(), (ip, parentIp, ops, regs) -> {
                        out.printf("    add_ten(%d), will return to 0x%x%n", regs.argument(0), parentIp);
                    }))) {
                showSite(out, machine, ftrace.site(0x10018).orElseThrow());
                out.println(watching.ops().name() + "ed: x0 = " + run(machine));
            }
            showSite(out, machine, ftrace.site(0x10018).orElseThrow());

            ftrace.register(FtraceOps.of(
                    "double",
                    Filter.name("add_ten"),
                    (ip, parentIp, ops, regs) -> regs.setArgument(0, 2 * regs.argument(0))));
            out.println("doubled: x0 = " + run(machine));
        }
    }

    private static long run(ToyMachine machine) {
        machine.setX(0, 1);
        return machine.run(MAIN);
    }

    private static void showSite(PrintStream out, ToyMachine machine, CallSiteInfo site) {
        out.printf("    %s is %s%n", site.function(), machine.readWord(site.ip()) == 0xd503201f ? "a NOP" : "a BL");
    }
}
