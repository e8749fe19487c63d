package org.jftrace.sim.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jftrace.FtraceException;
import org.jftrace.sim.GuestFault;
import org.jftrace.spi.Machine;
import org.jftrace.spi.testkit.CloseConformance;
import org.jftrace.spi.testkit.code.ExecutingConformance;
import org.jftrace.spi.testkit.code.ExecutingMachine;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The conformance kit's own test: each check fails on a machine that breaks what it asks for, and on no other account. */
class EveryCheckSeesItsBreakageTest {
    /** What a check says, or what the machine says itself where it cannot go on. */
    private static final List<Class<? extends Throwable>> SEEN =
            List.of(AssertionError.class, FtraceException.class, GuestFault.class);

    interface Kit extends ExecutingConformance, CloseConformance {}

    static Stream<Breakage> breakages() {
        return Stream.of(BrokenMemories.all(), BrokenMachines.all(), BrokenWaiting.all())
                .flatMap(each -> each);
    }

    private static Stream<Method> checks() {
        return Stream.of(Kit.class.getMethods()).filter(method -> method.isAnnotationPresent(Test.class));
    }

    @ParameterizedTest
    @MethodSource("breakages")
    void theCheckFails(Breakage breakage) throws ReflectiveOperationException {
        Kit kit = new Kit() {
            @Override
            public ExecutingMachine open() throws IOException {
                return breakage.maker().open();
            }
        };
        Method check = Kit.class.getMethod(breakage.check());
        Throwable thrown = assertThrows(InvocationTargetException.class, () -> check.invoke(kit), breakage::check)
                .getCause();
        assertTrue(
                SEEN.stream().anyMatch(type -> type.isInstance(thrown)),
                () -> breakage.check() + " fails for a reason of its own: " + thrown);
    }

    @Test
    void noCheckIsWithoutABreakage() {
        List<String> names = checks().map(Method::getName).sorted().toList();
        assertEquals(names, breakages().map(Breakage::check).sorted().toList());
    }

    /** What the breakages are made of breaks nothing by itself. */
    @Nested
    class WhatForwardsEverything implements Kit {
        @Override
        public ExecutingMachine open() throws IOException {
            UnaryOperator<Machine> forwarding = sound -> new BrokenMachine(sound, new BrokenMemory(sound.memory()));
            return new SimUnderTest(forwarding);
        }
    }
}
