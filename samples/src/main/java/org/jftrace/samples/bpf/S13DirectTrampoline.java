package org.jftrace.samples.bpf;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.arm64.a64.emit.Listing;
import org.jftrace.arm64.a64.source.SourceException;
import org.jftrace.arm64.a64.source.TextAssembler;
import org.jftrace.core.FtraceCore;
import org.jftrace.direct.DirectRegistration;
import org.jftrace.samples.Programs;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.CodeMemory;

/**
 * A direct trampoline in assembler text. The call site of {@code vfs_write(fd, from, length)} branches straight to it, with
 * x9 holding where the function will return to and x30 where the function goes on. It looks at the length first: writes
 * that nobody wants to see cost six instructions, the others are reported to Java.
 *
 * <p>The text is the assembler's, in the syntax of GNU as, and so are the errors: they name the line, the text, and what an
 * operand may be.
 */
public final class S13DirectTrampoline {
    private static final String TRAMPOLINE = """
                    bti   c
                    cmp   x2, #40                // what is longer
                    b.hi  large
                    mov   x10, x30               // to the function, which returns to its caller
                    mov   x30, x9
                    ret   x10

            large:  stp   x29, x9, [sp, #-48]!   // a frame record, for whoever walks the stack
                    mov   x29, sp
                    stp   x0, x1, [sp, #16]      // all that the function looks at
                    stp   x2, x30, [sp, #32]
                    ldr   x16, =report
                    blr   x16
                    ldp   x0, x1, [sp, #16]
                    ldp   x2, x10, [sp, #32]
                    ldp   x29, x30, [sp], #48
                    ret   x10
            """;

    private S13DirectTrampoline() {}

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
            long report =
                    machine.mapHostCall(cpu -> out.println("vfs_write of " + cpu.x(2) + " bytes to file " + cpu.x(0)));
            long trampoline = place(machine, TRAMPOLINE, Map.of("report", report));
            try (DirectRegistration direct =
                    ftrace.directCalls().register("large writes", Filter.name("vfs_write"), trampoline)) {
                out.println("exit code " + machine.run() + " with " + direct.name());
            }
            place(machine, TRAMPOLINE.replace("[sp, #32]", "[sp, #36]"), Map.of("report", report));
        } catch (SourceException wrong) {
            out.println(wrong.getMessage());
        }
    }

    private static long place(SimMachine machine, String source, Map<String, Long> symbols) {
        CodeMemory memory = machine.memory();
        int size = TextAssembler.assemble(source, 0, symbols).sizeInBytes();
        Listing code = TextAssembler.assemble(
                source, memory.allocateCode(size, machine.symbols().text()), symbols);
        int[] words = code.words();
        for (int i = 0; i < words.length; i++) {
            memory.patchWord(code.base() + 4L * i, words[i]);
        }
        return code.base();
    }
}
