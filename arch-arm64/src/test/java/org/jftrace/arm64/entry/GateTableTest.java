package org.jftrace.arm64.entry;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jftrace.FtraceRegs;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.junit.jupiter.api.Test;

class GateTableTest {
    private final GateTable table = new GateTable();
    private final GateTable.Hint hint = new GateTable.Hint();

    private static EntryHandler handler() {
        return new EntryHandler() {
            @Override
            public void onEntry(GuestCpu cpu, long ip, long parentIp, FtraceRegs regs) {}
        };
    }

    @Test
    void aHintIsNoAnswer() {
        EntryHandler first = handler();
        EntryHandler second = handler();
        table.add(0x1000, first);
        assertSame(first, table.find(0x1000, hint));
        table.remove(0x1000);
        assertNull(table.find(0x1000, hint));
        table.add(0x1000, second);
        assertSame(second, table.find(0x1000, hint));
        assertNull(table.find(0x2000, hint));
    }

    @Test
    void oneHintServesAllAddressesWhileTheTableGrowsAndShrinks() {
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
            assertSame(open.get(wanted), table.find(wanted, hint));
            assertSame(open.get(wanted), table.find(wanted, new GateTable.Hint()));
        }
    }

    @Test
    void onlyOpenGatesCanBeRemoved() {
        assertThrows(IllegalArgumentException.class, () -> table.remove(0x1000));
    }
}
