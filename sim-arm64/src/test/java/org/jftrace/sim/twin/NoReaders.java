package org.jftrace.sim.twin;

import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.testkit.forwarding.NoSection;

/** Sections of one CPU that nobody waits for, counted. */
final class NoReaders extends NoSection {
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
}
