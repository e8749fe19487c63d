package org.jftrace.jcstress.rig;

import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.testkit.forwarding.ForwardingMemory;

/** Memory that patches 64 bits as two halves, the lower first: a broken promise of {@link CodeMemory#patchLong}. */
public final class TornMemory extends ForwardingMemory {
    public TornMemory(CodeMemory memory) {
        super(memory);
    }

    @Override
    public void patchLong(long address, long value) {
        patchWord(address, (int) value);
        patchWord(address + 4, (int) (value >>> 32));
    }
}
