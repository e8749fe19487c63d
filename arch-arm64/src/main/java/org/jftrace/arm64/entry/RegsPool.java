package org.jftrace.arm64.entry;

import org.jftrace.spi.Machine;

/**
 * Views that each CPU uses again for every traced call, one for each depth of nesting: a callback may make guest code
 * run that is traced in its turn. Only the thread that runs a CPU touches its views, so nothing is synchronised; one is
 * made the first time a depth is reached, and nothing is allocated after that.
 */
final class RegsPool {
    private final SavedRegs[] outermost;

    RegsPool(Machine machine) {
        outermost = new SavedRegs[machine.maxCpus()];
        for (int cpu = 0; cpu < outermost.length; cpu++) {
            outermost[cpu] = new SavedRegs(machine.memory());
        }
    }

    /** Takes the view of the next depth; whoever gets it must {@link SavedRegs#release} it, on every path. */
    SavedRegs take(int cpu, long frame) {
        return outermost[cpu].take(frame);
    }
}
