package org.jftrace.arm64.entry;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jftrace.FtraceRegs;
import org.jftrace.arm64.entry.GateTable.Gate;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.junit.jupiter.api.Test;

class GateTableTest {
    private final GateTable table = new GateTable();

    private static EntryHandler handler() {
        return new EntryHandler() {
            @Override
            public void onEntry(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs) {}
        };
    }

    @Test
    void aGateThatWasKeptIsNowhereOnceItIsClosed() {
        EntryHandler first = handler();
        EntryHandler second = handler();
        table.add(0x1000, first);
        Gate kept = table.find(0x1000);
        assertTrue(kept.isAt(0x1000));
        assertSame(first, kept.handler());
        table.remove(0x1000);
        assertFalse(kept.isAt(0x1000));
        assertNotSame(first, kept.handler());
        assertSame(Gate.NONE, table.find(0x1000));
        table.add(0x1000, second);
        assertFalse(kept.isAt(0x1000));
        assertSame(second, table.find(0x1000).handler());
        assertSame(Gate.NONE, table.find(0x2000));
    }

    @Test
    void allOpenGatesAreFoundWhileTheTableGrowsAndShrinks() {
        EntryHandler nobody = Gate.NONE.handler();
        Map<Long, EntryHandler> open = new HashMap<>();
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            long gate = 0xffff_0000_0000L + 4L * random.nextInt(64);
            if (open.containsKey(gate)) {
                open.remove(gate);
                table.remove(gate);
            } else {
                open.put(gate, handler());
                table.add(gate, open.get(gate));
            }
            long wanted = 0xffff_0000_0000L + 4L * random.nextInt(64);
            assertSame(open.getOrDefault(wanted, nobody), table.find(wanted).handler());
        }
    }

    @Test
    void onlyOpenGatesCanBeRemoved() {
        assertThrows(IllegalArgumentException.class, () -> table.remove(0x1000));
    }
}
