package org.jftrace.sim.twin;

import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.ReaderSection;

/** Sections of one CPU that nobody waits for, counted. */
final class NoReaders implements ReaderSection {
    int open;
    int entered;

    @Override
    public OfCpu of(int cpu) {
        return new OfCpu() {
            @Override
            public void enter(GuestCpu on) {
                open++;
                entered++;
            }

            @Override
            public void exit(GuestCpu on) {
                open--;
            }
        };
    }

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
