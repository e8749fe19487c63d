package org.jftrace.sim.os;

import org.jftrace.sim.cpu.Cpu;
import org.jftrace.spi.AddressRange;

/** Where a stopped CPU may go on or come back to. Errs on the side of "it might". */
final class Footprint {
    private static final int FIRST_TEMPORARY = 9;
    private static final int LAST_TEMPORARY = 17;
    private static final int LR = 30;

    private Footprint() {}

    static boolean touches(Cpu cpu, Stack stack, AddressRange[] ranges) {
        if (refers(cpu.pc(), ranges) || refers(cpu.x(LR), ranges)) {
            return true;
        }
        // Trampolines keep return addresses there: x9 is the caller's x30 at a call site.
        for (int n = FIRST_TEMPORARY; n <= LAST_TEMPORARY; n++) {
            if (refers(cpu.x(n), ranges)) {
                return true;
            }
        }
        return stack.mayRefer(cpu.memory(), cpu.sp(), ranges);
    }

    /** Also if the address is signed: then bit 55 is as it was, and the bits above 47 are not (Arm ARM D8.8). */
    static boolean refers(long word, AddressRange[] ranges) {
        long plain = (word & (1L << 55)) == 0 ? word & 0xffff_ffff_ffffL : word | 0xffff_0000_0000_0000L;
        for (AddressRange range : ranges) {
            if (range.contains(word) || range.contains(plain)) {
                return true;
            }
        }
        return false;
    }
}
