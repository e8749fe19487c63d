package org.jftrace.core.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.CapturedLog;
import org.jftrace.core.Records;
import org.jftrace.core.hash.SiteSet;
import org.jftrace.sim.light.CallSiteLayout;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.site.LeftOutSite;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.SymbolTable;
import org.junit.jupiter.api.Test;

class RecordTableTest {
    private final LightMachine machine = LightMachine.builder()
            .layouts(
                    CallSiteLayout.FOUR_TWO,
                    CallSiteLayout.FOUR_TWO_BTI,
                    CallSiteLayout.FOUR_TWO_UNALIGNED,
                    CallSiteLayout.TWO,
                    CallSiteLayout.TWO_BTI)
            .build();

    private RecordTable scan(SymbolTable symbols) {
        return Records.of(machine, symbols);
    }

    private SymbolTable.Builder sameFunctions() {
        SymbolTable.Builder builder = SymbolTable.builder("");
        machine.symbols().functions().forEach(f -> builder.function(f.name(), f.address(), f.size()));
        return builder;
    }

    @Test
    void aSiteIsFoundByItsIpOrEntryAndByNothingElse() {
        RecordTable table = scan(machine.symbols());
        assertEquals(4, table.size());
        for (int i : new int[] {0, 1, 3, 4}) {
            DynRecord record = table.find(machine.ip(i));
            assertNotNull(record);
            assertEquals("f" + i, record.function());
            assertEquals(record, table.find(machine.function(i)));
            assertEquals(i < 2, record.hasLiteral());
            assertNull(table.find(machine.ip(i) + 4));
            assertNull(table.find(machine.function(i) - 4));
        }
        assertNull(table.find(0));
        assertNull(table.find(-4));
    }

    @Test
    void aMisplacedLiteralIsLeftOutByName() {
        try (CapturedLog log = new CapturedLog()) {
            List<LeftOutSite> leftOut = scan(machine.symbols()).leftOut();
            assertEquals(1, leftOut.size());
            assertTrue(leftOut.get(0).reason().contains("f2"), leftOut.toString());
            assertEquals(1, log.linesWith("left out"));
        }
    }

    @Test
    void anEntryListedTwiceIsOneSiteAndOneWarning() {
        long entry = machine.symbols().patchableEntries()[0];
        try (CapturedLog log = new CapturedLog()) {
            RecordTable table =
                    scan(sameFunctions().patchableEntries(entry, entry, entry).build());
            assertEquals(1, table.size());
            assertEquals(List.of(), table.leftOut());
            assertEquals(1, log.linesWith("0x" + Long.toHexString(entry) + " more than once"));
        }
    }

    @Test
    void twoEntriesForOneWordAreOneSite() {
        long entry = machine.symbols().patchableEntries()[0];
        RecordTable table = scan(
                sameFunctions().patchableEntries(machine.function(0), entry).build());
        assertEquals(1, table.size());
        assertTrue(table.stream().allMatch(DynRecord::hasLiteral));
        assertEquals(machine.function(0), table.leftOut().get(0).entry());
    }

    @Test
    void anEntryOutsideOfMemoryIsLeftOut() {
        RecordTable table = scan(sameFunctions()
                .function("nowhere", 0x1000, 16)
                .patchableEntries(0x1000, 0x9000, machine.symbols().patchableEntries()[0])
                .build());
        assertEquals(1, table.size());
        assertEquals(
                List.of(0x1000L, 0x9000L),
                table.leftOut().stream().map(LeftOutSite::entry).toList());
    }

    @Test
    void theRecordsOfASetAreCopiedInOrder() {
        RecordTable table = scan(machine.symbols());
        SiteSet.Builder chosen = new SiteSet.Builder();
        chosen.add(0);
        chosen.add(2);
        chosen.add(3);
        DynRecord[] records = new DynRecord[4];
        table.copy(chosen.build(), records, 1);
        assertNull(records[0]);
        assertEquals(
                List.of("f0", "f3", "f4"),
                Stream.of(records).skip(1).map(DynRecord::function).toList());
        chosen.add(64);
        assertThrows(IllegalStateException.class, () -> table.copy(chosen.build(), records, 0));
    }

    @Test
    void aSetIsTranslatedByTheRecordsOfItsTimeThoughSlotsAreGivenOutAgain() {
        SymbolTable f0 = sameFunctions()
                .patchableEntries(machine.symbols().patchableEntries()[0])
                .build();
        SymbolTable f1 = sameFunctions()
                .patchableEntries(machine.symbols().patchableEntries()[1])
                .build();
        RecordTable table = scan(f0);
        AtomicInteger asked = new AtomicInteger();
        long[] ips = table.ips(() -> {
            SiteSet sites = table.all();
            if (asked.getAndIncrement() == 0) {
                table.removeRelease(table.groups());
                Records.addTo(table, Arm64Port.on(machine), f1);
                assertEquals(List.of(0), table.stream().map(DynRecord::slot).toList());
            }
            return sites;
        });
        assertEquals(2, asked.get());
        assertArrayEquals(new long[] {machine.ip(1)}, ips);
    }

    private static SymbolTable.Region region(long from, long to) {
        return new SymbolTable.Region(new AddressRange(from, to), 0, false);
    }

    @Test
    void entriesOutsideOfAllDescribedTextAreLeftOutWithOneWarning() {
        long[] entries = machine.symbols().patchableEntries();
        SymbolTable symbols = sameFunctions()
                .patchableEntries(entries)
                .region(region(machine.function(1), machine.function(2) - 8))
                .build();
        try (CapturedLog log = new CapturedLog()) {
            RecordTable table = scan(symbols);
            assertEquals(List.of("f1"), table.stream().map(DynRecord::function).toList());
            assertEquals(
                    List.of(entries[0], entries[2], entries[3], entries[4]),
                    table.leftOut().stream().map(LeftOutSite::entry).toList());
            assertEquals(1, log.linesWith("WARN"));
            assertEquals(1, log.linesWith("4 entries of the site table of the main image left out"));
        }
    }

    /** The literal of f1 lies at the end of the first region. */
    @Test
    void aSiteWhoseLiteralLiesInTheRegionBeforeItsOwnIsOneSite() {
        long entry = machine.symbols().patchableEntries()[1];
        SymbolTable symbols = sameFunctions()
                .patchableEntries(entry)
                .region(region(machine.function(0), machine.function(1)))
                .region(region(machine.function(1), machine.function(2)))
                .build();
        RecordTable table = scan(symbols);
        assertEquals(
                List.of(0, 1), table.groups().stream().map(RecordGroup::size).toList());
        assertEquals(List.of(), table.leftOut());
    }
}
