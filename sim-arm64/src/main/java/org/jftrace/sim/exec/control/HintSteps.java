package org.jftrace.sim.exec.control;

import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.register.PointerAuthentication;

/** Hints, as far as they do anything. */
final class HintSteps {
    private static final int LR = 30;

    static final Step NOTHING = new Step() {
        @Override
        public void execute(Cpu cpu) {
            // A hint.
        }
    };

    /** No event is ever waited for: the guest asks again, and the host learns that it may be polite. */
    static final Step WAIT = new Step() {
        @Override
        public void execute(Cpu cpu) {
            Thread.onSpinWait();
        }
    };

    static final Step STRIP_LR = new Step() {
        @Override
        public void execute(Cpu cpu) {
            cpu.write(LR, PointerAuthentication.strip(cpu.read(LR)));
        }
    };

    private HintSteps() {}
}
