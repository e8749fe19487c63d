package org.jftrace.sim.count;

import java.util.Set;
import org.jftrace.sim.SimMachine;
import org.jftrace.sim.os.GateTable;
import org.jftrace.spi.GuestCpu;

/**
 * Executes CPU 0 of a machine step by step and notes what each step was. It looks at pc, sp and the word at pc, before and
 * after, as a debugger would. For one thread, while the machine does not run.
 */
public final class WatchedCpu {
    private final SimMachine machine;
    private final GuestCpu cpu;
    private final long top;

    /**
     * Begins to watch.
     *
     * @param machine whose CPU 0 stands at the first instruction; the depth of the stack is counted from its sp
     */
    public WatchedCpu(SimMachine machine) {
        this.machine = machine;
        this.cpu = machine.cpu(0);
        this.top = cpu.sp();
    }

    /**
     * Executes one instruction, or the host call that the CPU stands at.
     *
     * @param tally where it is noted
     * @throws org.jftrace.sim.GuestFault as {@link SimMachine#step}; nothing is noted then
     */
    public void step(Tally tally) {
        long pc = cpu.pc();
        if (GateTable.ADDRESSES.contains(pc)) {
            machine.step();
            tally.hostCall();
        } else {
            Set<Effect> effects = Effect.of(machine.memory().readWord(pc));
            machine.step();
            tally.instruction(effects, cpu.pc() != pc + 4, top - cpu.sp());
        }
    }

    /**
     * Executes until the CPU is at an address; at least one step.
     *
     * @param address of an instruction
     * @param most how many steps at most
     * @param tally where they are noted
     * @throws IllegalStateException if it does not get there
     */
    public void stepUntil(long address, int most, Tally tally) {
        int steps = 0;
        do {
            if (++steps > most) {
                throw new IllegalStateException("cpu 0 is at 0x" + Long.toHexString(cpu.pc()) + ", not at 0x"
                        + Long.toHexString(address) + ", after " + most + " steps");
            }
            step(tally);
        } while (cpu.pc() != address);
    }
}
