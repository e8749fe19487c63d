package org.jftrace.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.core.Records;
import org.jftrace.core.record.RecordTable;
import org.jftrace.core.update.GracePeriod;
import org.jftrace.sim.light.LightCpu;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Row C14 of the races that kernels had, for what goes on upwards: an error of the Java machine in a callback. */
class FatalErrorTest {
    private static final LightMachine MACHINE = LightMachine.builder().build();
    private static final LightCpu CPU = MACHINE.cpu(0);
    private static final GracePeriod GRACE = new GracePeriod(2);

    static Stream<EntryHandler> dispatchers() {
        RecordTable records = Records.of(MACHINE, MACHINE.symbols());
        Tracer tracer = new Tracer(FtraceOps.builder("fatal")
                .filter(Filter.all())
                .flags(OpsFlag.RECURSION)
                .callback((ip, parentIp, ops, regs) -> {
                    assertTrue(GRACE.isInside());
                    assertEquals(1, CPU.task().traceState().recursion());
                    throw new OutOfMemoryError("test");
                })
                .build());
        tracer.publishSelectedRelease(records.all());
        TracerList list = new TracerList();
        list.addFirstRelease(tracer);
        return Stream.of(Dispatcher.of(tracer, GRACE), new ListDispatcher(list, records, GRACE));
    }

    @ParameterizedTest
    @MethodSource("dispatchers")
    void itLeavesNeitherASectionOpenNorAGuardTaken(EntryHandler dispatcher) {
        assertThrows(OutOfMemoryError.class, () -> dispatcher.onEntry(CPU, MACHINE.ip(0), 0, null));
        assertFalse(GRACE.isInside());
        assertEquals(0, CPU.task().traceState().recursion());
    }
}
