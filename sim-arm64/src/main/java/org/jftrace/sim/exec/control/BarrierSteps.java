package org.jftrace.sim.exec.control;

import java.lang.invoke.VarHandle;
import org.jftrace.arm64.a64.BranchesExceptionsSystem;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Step;

/** Barriers. Every domain and kind is a full fence: Java has none that is cheaper and strong enough for DMB ISH. */
final class BarrierSteps {
    private static final Step FENCE = new Step() {
        @Override
        public void execute(Cpu cpu) {
            VarHandle.fullFence();
        }
    };

    private static final Step CLEAR_EXCLUSIVE = new Step() {
        @Override
        public void execute(Cpu cpu) {
            cpu.monitor().clear();
        }
    };

    private static final Step SYNCHRONIZE = new BranchStep() {
        @Override
        public void execute(Cpu cpu) {
            cpu.synchronizeContext();
        }
    };

    private BarrierSteps() {}

    static Step of(BranchesExceptionsSystem form) {
        return switch (form) {
            case CLREX -> CLEAR_EXCLUSIVE;
            case ISB -> SYNCHRONIZE;
            default -> FENCE;
        };
    }
}
