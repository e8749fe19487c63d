package org.jftrace.sim.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A mapped range of whole pages with one protection. Immutable but for its bytes, so that it may be found through a data
 * race. Offsets are the caller's to check.
 *
 * <p>The bytes are a direct buffer: since JDK 22 views of heap arrays no longer offer atomic access.
 */
final class Region {
    static final VarHandle SHORT = MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Covers nothing. */
    static final Region EMPTY = new Region("nothing", 0, 0, Protection.NONE);

    final String name;
    final long start;
    final int size;
    final Protection protection;
    final ByteBuffer bytes;
    /** The size, or 0 if the access is not allowed: one comparison checks bounds and permission. */
    final int readSize;

    final int writeSize;
    final int fetchSize;

    Region(String name, long start, int size, Protection protection) {
        this.name = name;
        this.start = start;
        this.size = size;
        this.protection = protection;
        this.bytes = ByteBuffer.allocateDirect(size + 16).alignedSlice(16);
        this.readSize = protection.allows(Access.READ) ? size : 0;
        this.writeSize = protection.allows(Access.WRITE) ? size : 0;
        this.fetchSize = protection.allows(Access.EXECUTE) ? size : 0;
    }

    /** The address after the last; 0 if the region ends at the top of the address space. */
    long end() {
        return start + size;
    }

    boolean covers(long address, int length) {
        long offset = address - start;
        return offset >= 0 && offset <= size - length;
    }

    boolean readable(long address, int length) {
        long offset = address - start;
        return offset >= 0 && offset <= readSize - length;
    }

    boolean writable(long address, int length) {
        long offset = address - start;
        return offset >= 0 && offset <= writeSize - length;
    }

    int sizeFor(Access access) {
        return switch (access) {
            case READ -> readSize;
            case WRITE -> writeSize;
            case EXECUTE -> fetchSize;
        };
    }

    /** Compare and exchange of a byte or halfword, through the aligned word around it, zero-extended. */
    int compareAndExchangeNarrow(int offset, int bits, int expected, int update) {
        int word = offset & ~3;
        int shift = (offset & 3) * 8;
        int mask = (1 << bits) - 1;
        while (true) {
            int old = (int) INT.getVolatile(bytes, word);
            int witness = (old >>> shift) & mask;
            if (witness != (expected & mask)) {
                return witness;
            }
            int changed = (old & ~(mask << shift)) | ((update & mask) << shift);
            if (INT.compareAndSet(bytes, word, old, changed)) {
                return witness;
            }
        }
    }

    int getAndUpdateNarrow(AtomicOp op, int offset, int bits, int operand) {
        int word = offset & ~3;
        int shift = (offset & 3) * 8;
        int mask = (1 << bits) - 1;
        while (true) {
            int old = (int) INT.getVolatile(bytes, word);
            int witness = (old >>> shift) & mask;
            int next = (int) op.apply(witness, operand, bits) & mask;
            if (INT.compareAndSet(bytes, word, old, (old & ~(mask << shift)) | (next << shift))) {
                return witness;
            }
        }
    }

    int getAndUpdateInt(AtomicOp op, int offset, int operand) {
        if (op == AtomicOp.ADD) {
            return (int) INT.getAndAdd(bytes, offset, operand);
        }
        if (op == AtomicOp.SWP) {
            return (int) INT.getAndSet(bytes, offset, operand);
        }
        while (true) {
            int old = (int) INT.getVolatile(bytes, offset);
            if (INT.compareAndSet(bytes, offset, old, (int) op.apply(old, operand, 32))) {
                return old;
            }
        }
    }

    long getAndUpdateLong(AtomicOp op, int offset, long operand) {
        if (op == AtomicOp.ADD) {
            return (long) LONG.getAndAdd(bytes, offset, operand);
        }
        if (op == AtomicOp.SWP) {
            return (long) LONG.getAndSet(bytes, offset, operand);
        }
        while (true) {
            long old = (long) LONG.getVolatile(bytes, offset);
            if (LONG.compareAndSet(bytes, offset, old, op.apply(old, operand, 64))) {
                return old;
            }
        }
    }

    @Override
    public String toString() {
        return name + " " + protection + " 0x" + Long.toHexString(start) + "-0x" + Long.toHexString(end());
    }
}
