package org.jftrace.sim.conformance;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jftrace.spi.testkit.CloseConformance;
import org.jftrace.spi.testkit.code.ExecutingConformance;
import org.jftrace.spi.testkit.code.ExecutingMachine;

class SimConformanceTest implements ExecutingConformance, CloseConformance {
    @Override
    public ExecutingMachine open() throws IOException {
        return new SimUnderTest(UnaryOperator.identity());
    }
}
