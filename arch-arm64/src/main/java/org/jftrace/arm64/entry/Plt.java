package org.jftrace.arm64.entry;

import static org.jftrace.arm64.a64.emit.Reg.X16;

import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.arm64.a64.emit.Addresses;
import org.jftrace.arm64.a64.emit.Arithmetic;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.Listing;

/**
 * An entry of a procedure linkage table: what goes on to a target that a BL does not reach.
 *
 * <pre>
 *     +0   adrp x16, target
 *     +4   add  x16, x16, :lo12:target
 *     +8   br   x16
 * </pre>
 */
final class Plt {
    static final int SIZE = 12;

    private static final long REACH = 1L << 32;

    private Plt() {}

    static Listing to(long target, long base) {
        long pages = (target & -4096) - (base & -4096);
        if (pages < -REACH || pages >= REACH) {
            throw new FtraceException(
                    Errno.ERANGE,
                    "no ADRP from 0x" + Long.toHexString(base) + " reaches 0x" + Long.toHexString(target)
                            + ": distance " + pages + " is not from -4294967296 to 4294963200");
        }
        return new Assembler(base)
                .emit(Addresses.adrp(X16, base, target))
                .emit(Arithmetic.add(X16, X16, Addresses.pageOffset(target)))
                .emit(Branches.br(X16))
                .finish();
    }
}
