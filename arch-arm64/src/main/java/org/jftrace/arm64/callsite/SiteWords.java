package org.jftrace.arm64.callsite;

import static org.jftrace.arm64.a64.emit.Reg.LR;
import static org.jftrace.arm64.a64.emit.Reg.X9;

import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.Moves;
import org.jftrace.arm64.a64.emit.SystemInstructions;
import org.jftrace.arm64.a64.text.Disassembler;

/** The words that ftrace puts at a call site. */
final class SiteWords {
    static final int NOP = SystemInstructions.NOP;
    static final int MOV_X9_LR = Moves.mov(X9, LR);

    private SiteWords() {}

    /** The BL from a site to a target: at least -128 MiB, at most +128 MiB - 4. */
    static int branchAndLink(long ip, long target) {
        if (!Branches.reaches(ip, target)) {
            throw new FtraceException(
                    Errno.ERANGE,
                    "no BL from 0x" + Long.toHexString(ip) + " reaches 0x" + Long.toHexString(target) + ": distance "
                            + (target - ip) + " is not a multiple of 4 from -134217728 to 134217724");
        }
        return Branches.bl(ip, target);
    }

    /** A word as objdump shows it. */
    static String describe(int word, long address) {
        return String.format(
                "%08x (%s)", word, Disassembler.disassemble(word, address).replace('\t', ' '));
    }
}
