package org.jftrace.sim.exec.register;

import org.jftrace.sim.exec.operand.Operands;

/**
 * The second operand of an instruction that shifts or extends it, and maybe inverts it (BIC, ORN, EON). The operand is
 * brought to the top, cut to its width there, and shifted to where it belongs.
 */
final class ShiftedOperand {
    private static final int ROTATE = 3;
    private static final int[] EXTENDED_WIDTH = {8, 16, 32, 64};

    private final int left;
    private final int right;
    private final boolean signed;
    private final boolean rotate;
    private final boolean narrow;
    private final int finalLeft;
    private final long inverted;

    private ShiftedOperand(Operands o, int left, int right, boolean signed, int finalLeft, boolean invert) {
        this.left = left;
        this.right = right;
        this.signed = signed;
        this.rotate = false;
        this.narrow = !o.is64();
        this.finalLeft = finalLeft;
        this.inverted = invert ? -1L : 0;
    }

    private ShiftedOperand(Operands o, int rotation, boolean invert) {
        this.left = 0;
        this.right = rotation;
        this.signed = false;
        this.rotate = true;
        this.narrow = !o.is64();
        this.finalLeft = 0;
        this.inverted = invert ? -1L : 0;
    }

    /** Shifted register: fields h (LSL, LSR, ASR, ROR) and e. */
    static ShiftedOperand shifted(Operands o, boolean invert) {
        int kind = o.field('h');
        int amount = o.field('e');
        int toTop = o.toTop();
        if (kind == ROTATE) {
            return new ShiftedOperand(o, amount, invert);
        }
        return kind == 0
                ? new ShiftedOperand(o, 0, 0, false, amount, invert)
                : new ShiftedOperand(o, toTop, toTop + amount, kind == 2, 0, invert);
    }

    /** Extended register: fields o (UXTB to SXTX) and e. */
    static ShiftedOperand extended(Operands o) {
        int option = o.field('o');
        int unused = 64 - EXTENDED_WIDTH[option & 3];
        return new ShiftedOperand(o, unused, unused, option >= 4, o.field('e'), false);
    }

    /** The operand; of a W register, bits above 31 mean nothing. */
    long apply(long value) {
        long result;
        if (rotate) {
            result = narrow ? Integer.rotateRight((int) value, right) : Long.rotateRight(value, right);
        } else {
            long top = value << left;
            result = (signed ? top >> right : top >>> right) << finalLeft;
        }
        return result ^ inverted;
    }
}
