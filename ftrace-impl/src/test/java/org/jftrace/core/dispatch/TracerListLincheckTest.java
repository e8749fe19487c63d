package org.jftrace.core.dispatch;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.util.List;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.junit.jupiter.api.Test;

/** Who walks the list meets the tracers of one moment, while one thread at a time changes it. */
public class TracerListLincheckTest {
    private static final List<Tracer> TRACERS = List.of(tracer("a"), tracer("b"), tracer("c"), tracer("d"));

    private final TracerList list = new TracerList();
    private int next;

    private static Tracer tracer(String name) {
        return new Tracer(FtraceOps.of(name, Filter.all(), (ip, parentIp, ops, regs) -> {}));
    }

    @Operation(nonParallelGroup = "the core's lock")
    public void addFirst() {
        list.addFirstRelease(TRACERS.get(next++ % TRACERS.size()));
    }

    @Operation(nonParallelGroup = "the core's lock")
    public void addLast() {
        list.addLastRelease(TRACERS.get(next++ % TRACERS.size()));
    }

    @Operation(nonParallelGroup = "the core's lock")
    public void remove() {
        List<Tracer> now = list.snapshot();
        if (!now.isEmpty()) {
            list.removeRelease(now.get(next++ % now.size()));
        }
    }

    @Operation
    public String walk() {
        return list.snapshot().stream()
                .map(tracer -> tracer.ops().name())
                .toList()
                .toString();
    }

    @Operation
    public boolean finds() {
        return list.find(TRACERS.get(0).ops()) != null;
    }

    @Test
    void isLinearizable() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(3)
                .iterations(10)
                .invocationsPerIteration(200)
                .addGuarantee(forClasses(name -> name.startsWith("java.util.stream"))
                        .allMethods()
                        .treatAsAtomic())
                .check(TracerListLincheckTest.class);
    }
}
