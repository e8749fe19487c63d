package org.jftrace.jcstress.rig;

import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.ReaderSection;

/** Tells nobody that somebody reads: a broken promise, unless nothing is ever freed. */
public final class NoSection implements ReaderSection {
    @Override
    public OfCpu of(int cpu) {
        return new OfCpu() {
            @Override
            public void enter(GuestCpu on) {}

            @Override
            public void exit(GuestCpu on) {}
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
