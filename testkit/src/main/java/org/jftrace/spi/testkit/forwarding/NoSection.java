package org.jftrace.spi.testkit.forwarding;

import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.ReaderSection;

/**
 * For a host twin that is tried without a core: tells nobody that somebody reads, a broken promise unless nothing is ever freed.
 */
public class NoSection implements ReaderSection {
    /** Makes a section that nobody can wait for. */
    public NoSection() {}

    @Override
    public OfCpu of(int cpu) {
        return new OfCpu() {
            @Override
            public void enter(GuestCpu on) {}

            @Override
            public void exit(GuestCpu on) {}
        };
    }

    /**
     * Is not to be called.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public void await() {
        throw new UnsupportedOperationException("nobody waits here");
    }

    @Override
    public void runWaiting(Runnable change) {
        change.run();
    }

    @Override
    public boolean isInside() {
        return false;
    }
}
