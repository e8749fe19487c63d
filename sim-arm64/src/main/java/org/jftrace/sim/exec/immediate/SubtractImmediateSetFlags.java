package org.jftrace.sim.exec.immediate;

import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.control.BranchConditional;
import org.jftrace.sim.exec.operand.Conditions;
import org.jftrace.sim.exec.operand.Flags;
import org.jspecify.annotations.Nullable;

/** SUBS and CMP (immediate), operands shifted to the top. */
final class SubtractImmediateSetFlags extends Step {
    private final int d;
    private final int n;
    private final int toTop;
    private final long immediate;

    SubtractImmediateSetFlags(int d, int n, int toTop, long immediate) {
        this.d = d;
        this.n = n;
        this.toTop = toTop;
        this.immediate = immediate << toTop;
    }

    @Override
    public void execute(Cpu cpu) {
        long a = cpu.read(n) << toTop;
        long difference = a - immediate;
        cpu.write(d, difference >>> toTop);
        cpu.setNzcv(Flags.subtract(a, immediate, difference));
    }

    @Override
    public @Nullable Step fuse(Step next) {
        return next instanceof BranchConditional branch ? new ThenBranch(this, branch) : null;
    }

    /** And the B.cond behind it: how most loops end. */
    private static final class ThenBranch extends Step {
        private final int d;
        private final int n;
        private final int toTop;
        private final long immediate;
        private final int condition;
        private final long target;

        ThenBranch(SubtractImmediateSetFlags compare, BranchConditional branch) {
            d = compare.d;
            n = compare.n;
            toTop = compare.toTop;
            immediate = compare.immediate;
            condition = branch.condition();
            target = branch.target();
        }

        @Override
        public void execute(Cpu cpu) {
            long a = cpu.read(n) << toTop;
            long difference = a - immediate;
            cpu.write(d, difference >>> toTop);
            int nzcv = Flags.subtract(a, immediate, difference);
            cpu.setNzcv(nzcv);
            if (Conditions.holds(condition, nzcv)) {
                cpu.setPc(target);
            }
        }

        @Override
        public int count() {
            return 2;
        }

        @Override
        public boolean endsBlock() {
            return true;
        }
    }
}
