package org.jftrace.spi.arch.image;

import org.jftrace.spi.AddressRange;

/**
 * Generated code, never changed.
 *
 * @param code all of it; its first instruction is what a direct call goes to
 * @param uncounted the part at its start after which a task has been counted by {@link ImageSpec#enter}; all of the code if
 *     the image does not count. A task that is called by the image is not in it
 */
public record TrampolineImage(AddressRange code, AddressRange uncounted) {
    /**
     * Returns what a direct call goes to.
     *
     * @return the first instruction
     */
    public long address() {
        return code.start();
    }
}
