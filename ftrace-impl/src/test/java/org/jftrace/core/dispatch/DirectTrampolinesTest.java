package org.jftrace.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Set;
import org.jftrace.Filter;
import org.jftrace.FtraceOps;
import org.jftrace.direct.DirectTargets;
import org.junit.jupiter.api.Test;

class DirectTrampolinesTest {
    private final TracerList tracers = new TracerList();
    private final DirectTrampolines trampolines = new DirectTrampolines(tracers);
    private final Tracer direct =
            Tracer.direct(FtraceOps.of("direct", Filter.none(), (ip, parentIp, ops, regs) -> {}), (regs, target) -> {});

    private void send(Map<Long, Long> targets) {
        direct.publishTargetsRelease(DirectTargets.of(targets));
    }

    private void come() {
        send(Map.of(4L, 0x100L, 8L, 0x100L, 12L, 0x200L));
        tracers.addFirstRelease(direct);
    }

    @Test
    void whatIsFoundIsKeptUntilADirectCallChanges() {
        assertEquals(Set.of(), trampolines.starts());
        trampolines.change(this::come);
        Set<Long> found = trampolines.starts();
        assertEquals(Set.of(0x100L, 0x200L), found);
        assertSame(found, trampolines.starts());
        trampolines.change(() -> send(Map.of(4L, 0x300L)));
        assertEquals(Set.of(0x300L), trampolines.starts());
        trampolines.change(() -> tracers.removeRelease(direct));
        assertEquals(Set.of(), trampolines.starts());
    }

    @Test
    void inTheMiddleOfAChangeNothingIsKept() {
        trampolines.change(() -> {
            assertEquals(Set.of(), trampolines.starts());
            come();
            assertEquals(Set.of(0x100L, 0x200L), trampolines.starts());
        });
        assertEquals(Set.of(0x100L, 0x200L), trampolines.starts());
    }

    @Test
    void aChangeThatIsRefusedMayHaveChangedSomething() {
        trampolines.change(this::come);
        assertEquals(Set.of(0x100L, 0x200L), trampolines.starts());
        assertThrows(
                IllegalStateException.class,
                () -> trampolines.change(() -> {
                    send(Map.of(4L, 0x300L));
                    throw new IllegalStateException("on purpose");
                }));
        assertEquals(Set.of(0x300L), trampolines.starts());
    }
}
