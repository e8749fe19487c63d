package org.jftrace.unicorn;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jftrace.spi.testkit.CloseConformance;
import org.jftrace.spi.testkit.code.ExecutingConformance;
import org.jftrace.spi.testkit.code.ExecutingMachine;

class UnicornConformanceTest implements ExecutingConformance, CloseConformance {
    @Override
    public ExecutingMachine open() throws IOException {
        return new UnicornUnderTest(UnaryOperator.identity());
    }
}
