package org.jftrace.sim.exec.control;

import org.jftrace.sim.cpu.Step;

/** Ends a block: something after which the CPU may go on elsewhere, or must look at the next word anew. */
abstract class BranchStep extends Step {
    @Override
    public final boolean endsBlock() {
        return true;
    }
}
