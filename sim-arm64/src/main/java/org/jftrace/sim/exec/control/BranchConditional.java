package org.jftrace.sim.exec.control;

import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.exec.operand.Conditions;
import org.jftrace.sim.exec.operand.Operands;

/** B.cond. */
public final class BranchConditional extends BranchStep {
    private final int condition;
    private final long target;

    BranchConditional(Operands o) {
        condition = o.condition();
        target = o.label();
    }

    /** {@return the condition, see {@link Conditions#holds}} */
    public int condition() {
        return condition;
    }

    /** {@return where it goes} */
    public long target() {
        return target;
    }

    @Override
    public void execute(Cpu cpu) {
        if (Conditions.holds(condition, cpu.nzcv())) {
            cpu.setPc(target);
        }
    }
}
