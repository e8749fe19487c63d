package org.jftrace.sim.memory;

import java.util.Locale;

/** An access that guest memory refused; Arm ARM: a synchronous Data Abort or Instruction Abort. Nothing was changed. */
public final class MemoryFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Access access;
    private final long address;

    /**
     * Makes a fault.
     *
     * @param access what was tried
     * @param address the lowest address of the access
     * @param reason such as {@code not mapped}
     */
    public MemoryFault(Access access, long address, String reason) {
        super(access.name().toLowerCase(Locale.ROOT) + " at 0x" + Long.toHexString(address) + ": " + reason);
        this.access = access;
        this.address = address;
    }

    /**
     * Returns what was tried.
     *
     * @return never null
     */
    public Access access() {
        return access;
    }

    /**
     * Returns where.
     *
     * @return the lowest address of the access
     */
    public long address() {
        return address;
    }
}
