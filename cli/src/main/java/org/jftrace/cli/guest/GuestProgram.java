package org.jftrace.cli.guest;

import java.io.IOException;
import java.io.OutputStream;
import org.jftrace.Ftrace;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.arm64.a64.text.Disassembler;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.SymbolTable;

/** A program loaded into the reference machine, ready to run once. */
public final class GuestProgram implements AutoCloseable {
    private final SimMachine machine;

    private GuestProgram(SimMachine machine) {
        this.machine = machine;
    }

    /**
     * Loads a program.
     *
     * @param options which one, on how many CPUs
     * @param stdout takes what it writes to its standard output
     * @return the program; to be closed
     * @throws IOException if the file cannot be read or is not a program the machine can run
     */
    public static GuestProgram load(GuestOptions options, OutputStream stdout) throws IOException {
        return new GuestProgram(SimMachine.builder(options.elf())
                .cpus(options.cpus())
                .stdout(stdout)
                .build());
    }

    /**
     * Makes its call sites ready.
     *
     * @return ftrace on it; to be closed before the program
     */
    public Ftrace openFtrace() {
        return FtraceCore.open(machine, Arm64Port.on(machine));
    }

    /**
     * Runs it to its end, on all its CPUs.
     *
     * @return its exit code
     */
    public int run() {
        return machine.run();
    }

    /**
     * Counts.
     *
     * @return the instructions that all CPUs have executed
     */
    public long instructions() {
        return machine.instructions();
    }

    /**
     * Tells how many CPUs the machine can have.
     *
     * @return at least 1
     */
    public int maxCpus() {
        return machine.maxCpus();
    }

    public SymbolTable symbols() {
        return machine.symbols();
    }

    public CodeMemory memory() {
        return machine.memory();
    }

    /**
     * Disassembles.
     *
     * @param address of the word
     * @param word an instruction
     * @return as objdump prints it
     */
    public static String disassemble(long address, int word) {
        return Disassembler.disassemble(word, address);
    }

    @Override
    public void close() {
        machine.close();
    }
}
