package org.jftrace.spi.testkit.code;

import org.jftrace.spi.testkit.MachineConformance;

/** What is asked of a machine that executes the code of trampolines: all there is but closing. */
public interface ExecutingConformance
        extends MachineConformance,
                HostCallConformance,
                SynchronizationConformance,
                CoherenceConformance,
                QuiescenceConformance,
                FaultConformance {
    @Override
    ExecutingMachine open() throws Exception;
}
