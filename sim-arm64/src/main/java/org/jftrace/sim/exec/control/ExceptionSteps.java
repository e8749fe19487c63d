package org.jftrace.sim.exec.control;

import org.jftrace.arm64.a64.BranchesExceptionsSystem;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.cpu.Trap;
import org.jftrace.sim.exec.operand.Operands;

/** Exception generation, and what is undefined at EL0. */
public final class ExceptionSteps {
    private ExceptionSteps() {}

    static Step of(BranchesExceptionsSystem form, Operands o) {
        String immediate = "0x" + Integer.toHexString(o.field('i'));
        return switch (form) {
            case SVC -> supervisorCall(o.field('i'));
            case UDF -> trap("permanently undefined instruction " + immediate);
            case BRK -> trap("breakpoint " + immediate);
            case HLT -> trap("halt " + immediate);
            default -> trap(form + " " + immediate + " is undefined in user code");
        };
    }

    private static Step supervisorCall(int immediate) {
        return new BranchStep() {
            @Override
            public void execute(Cpu cpu) {
                // The return from the exception clears the monitor and synchronises the context.
                cpu.monitor().clear();
                cpu.environment().supervisorCall(cpu, immediate);
                cpu.synchronizeContext();
            }
        };
    }

    /**
     * Makes a step that cannot be executed.
     *
     * @param reason for the message
     * @return throws {@link Trap}
     */
    public static Step trap(String reason) {
        return new BranchStep() {
            @Override
            public void execute(Cpu cpu) {
                throw new Trap(reason);
            }
        };
    }
}
