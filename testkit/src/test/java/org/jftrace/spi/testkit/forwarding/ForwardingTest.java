package org.jftrace.spi.testkit.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.Machine;
import org.junit.jupiter.api.Test;

/** What the SPI has a default for is passed on too: that of the machine inside may be another. */
class ForwardingTest {
    private static List<String> notPassedOn(Class<?> spi, Class<?> forwarding) {
        List<String> passedOn =
                Stream.of(forwarding.getDeclaredMethods()).map(Method::getName).toList();
        return Stream.of(spi.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .filter(name -> !passedOn.contains(name))
                .sorted()
                .toList();
    }

    @Test
    void aMachineKeepsNothingForItself() {
        assertEquals(List.of(), notPassedOn(Machine.class, ForwardingMachine.class));
    }

    @Test
    void aMemoryTakesApartWhatConsistsOfSeveralAccesses() {
        assertEquals(
                List.of("loadPairAcquire", "loadPairThroughAcquire", "replaceWord", "writeFrame"),
                notPassedOn(CodeMemory.class, ForwardingMemory.class));
    }
}
