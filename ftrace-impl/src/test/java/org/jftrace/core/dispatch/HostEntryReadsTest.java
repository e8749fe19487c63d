package org.jftrace.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.Machine;
import org.junit.jupiter.api.Test;

/** RACES.md C12: what may change while it is looked at is read once in each call. */
class HostEntryReadsTest {
    private final List<String> reads = new ArrayList<>();
    private final LightMachine light = LightMachine.builder().functions(1).build();
    private final CodeMemory watched = between(CodeMemory.class, light.memory());
    private final Machine machine = between(Machine.class, light);

    /** Passes everything on, and notes what is read. */
    private <T> T between(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    String name = method.getName();
                    if (name.startsWith("read") || name.startsWith("load")) {
                        reads.add(name + " " + Long.toHexString((Long) arguments[0]));
                    }
                    try {
                        return name.equals("memory") ? memory() : method.invoke(real, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    private CodeMemory memory() {
        return watched;
    }

    @Test
    void theLiteralAndTheHandleAreReadOnceInEachCall() {
        try (FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            light.intercept(ftrace.hostEntry());
            ftrace.register(FtraceOps.of("ops", Filter.all(), (ip, parentIp, ops, regs) -> {}));
            long literal = light.function(0) - 8;
            long handle = light.memory().readLong(literal);
            reads.clear();
            light.cpu(0).call(light.function(0));
            assertEquals(
                    List.of(
                            "readLongAcquire " + Long.toHexString(literal),
                            "loadPairAcquire " + Long.toHexString(handle)),
                    reads);
        }
    }
}
