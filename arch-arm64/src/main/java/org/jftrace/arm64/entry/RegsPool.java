package org.jftrace.arm64.entry;

import java.util.OptionalLong;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;

/**
 * Views that each CPU uses again for every traced call, one for each depth of nesting: a callback may make guest code
 * run that is traced in its turn. Only the thread that runs a CPU touches its views, so nothing is synchronised; one is
 * made the first time a depth is reached, and nothing is allocated after that.
 */
public final class RegsPool {
    private final SavedRegs[] outermost;

    /**
     * Makes the views of a machine's CPUs.
     *
     * @param machine whose stacks are looked at
     */
    public RegsPool(Machine machine) {
        outermost = new SavedRegs[machine.maxCpus()];
        for (int cpu = 0; cpu < outermost.length; cpu++) {
            outermost[cpu] = new SavedRegs(machine.memory());
        }
    }

    /** Returns the view of a call that is not nested. */
    SavedRegs outermost(int cpu) {
        return outermost[cpu];
    }

    /** Takes the view of the next depth; whoever gets it must {@link SavedRegs#release} it, on every path. */
    SavedRegs take(int cpu, long frame) {
        return outermost[cpu].take(frame);
    }

    /**
     * Tells where a traced function will return to whose call a twin is handling, as callbacks have left it so far.
     *
     * @param cpu its pc is the call site, its SP that of the traced function
     * @return empty if no twin is handling a call of such a frame
     */
    public OptionalLong parentReturn(GuestCpu cpu) {
        long frame = cpu.sp() - EntryFrame.SIZE;
        for (SavedRegs regs = outermost[cpu.id()]; regs.isTaken(); regs = regs.inner()) {
            if (regs.isAt(frame)) {
                return OptionalLong.of(regs.linkRegister());
            }
        }
        return OptionalLong.empty();
    }
}
