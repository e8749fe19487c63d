package org.jftrace.spi.arch;

/**
 * Where a patched call site branches to: the first instruction of a trampoline.
 *
 * @param address 4-byte aligned
 */
public record CallTarget(long address) {
    @Override
    public String toString() {
        return "0x" + Long.toHexString(address);
    }
}
