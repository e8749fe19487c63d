package org.jftrace.tracefs.print;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jftrace.tracefs.ring.EntryFlags;
import org.jftrace.tracefs.ring.EntryType;
import org.jftrace.tracefs.ring.RingBuffer;
import org.jftrace.tracefs.ring.RingStats;
import org.jftrace.tracefs.ring.TaskNames;
import org.jftrace.tracefs.ring.TraceEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real kernel printed, letter for letter, and what it prints besides. */
class TraceTextTest {
    private static final RingStats NINE = new RingStats(9, 0, 0);
    private static final long VFS_READ = 0xffff8000804522dcL;
    private static final long KSYS_READ = 0xffff800080452ef4L;

    private final TaskNames names = new TaskNames();
    private final Set<PrintOption> options = Sample.defaults();

    TraceTextTest() {
        names.remember(new Sample.Task(131, "dd"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    function vfs_*                   | 9  |
                    function, print options off      | 9  | SYM_OFFSET SYM_ADDR
                    function, raw                    | 9  | RAW
                    function, record-tgid            | 9  | RECORD_TGID
                    module function tun_chr_open     | 10 |
                    """)
    void theKernelsTextIsPrinted(String title, long entries, String more) throws IOException {
        addAll(more);
        Sample sample = Sample.named(title);
        assertFalse(sample.entries(names).isEmpty());
        assertEquals(sample.text(), sample.printed(new RingStats(entries, 0, 0), options, true));
    }

    private void addAll(String more) {
        if (more != null) {
            Arrays.stream(more.split(" ")).map(PrintOption::valueOf).forEach(options::add);
        }
    }

    @Test
    void theCountersTimesAreNumbers() throws IOException {
        Sample sample = Sample.named("function, trace_clock counter");
        assertEquals(sample.text(), sample.printed(NINE, options, false));
    }

    @Test
    void withoutContextTheKernelsTextIsPrinted() throws IOException {
        options.remove(PrintOption.CONTEXT_INFO);
        Sample sample = Sample.named("function, nocontext-info");
        assertEquals(sample.text(), sample.printed(NINE, options, true));
    }

    /** All but the release, and the mark of the last line, whose follower was not recorded. */
    @Test
    void theLatencyLayoutIsTheKernels() throws IOException {
        options.add(PrintOption.LATENCY_FORMAT);
        Sample sample = Sample.named("function, latency-format");
        assertEquals(comparable(sample.text()), comparable(sample.printed(NINE, options, true)));
    }

    private static String comparable(String text) {
        return text.replaceFirst(" on .*", "").replaceFirst("15181us.:", "15181us:");
    }

    @ParameterizedTest
    @CsvSource({"graph filter vfs_* only, ", "graph +funcgraph-proc, FUNCGRAPH_PROC"})
    void theGraphsLegendIsTheKernels(String title, String more) throws IOException {
        addAll(more);
        options.addAll(Set.of(PrintOption.FUNCGRAPH_CPU, PrintOption.FUNCGRAPH_DURATION));
        String printed = TraceText.title("function_graph", false) + TraceText.of(view("function_graph", 0), List.of());
        assertEquals(String.join("\n", Sample.named(title).lines().subList(0, 4)) + "\n", printed);
    }

    private View view(String tracer, long overrun) {
        return new View(
                tracer,
                options,
                new RingStats(0, overrun, 0),
                2,
                true,
                0,
                names,
                new Symbols(Sample.symbols(), List::of));
    }

    private TraceEntry entry(long time, int cpu, EntryType type, int flags) {
        return new TraceEntry(time, cpu, 131, VFS_READ, KSYS_READ, type, flags, 0x21, 0);
    }

    private String rows(long overrun, TraceEntry... entries) {
        View view = view("function", overrun);
        return TraceText.of(view, List.of(entries)).substring(Header.of(view).length());
    }

    @Test
    void withoutIrqInfoTheStateIsMissing() {
        options.remove(PrintOption.IRQ_INFO);
        assertEquals("""
                # entries-in-buffer/entries-written: 0/0   #P:2
                #
                #           TASK-PID     CPU#     TIMESTAMP  FUNCTION
                #              | |         |         |         |
                              dd-131     [001]      0.000002: vfs_read <-ksys_read
                """, TraceText.of(view("function", 0), List.of(entry(1500, 1, EntryType.FUNCTION, 0))));
    }

    @Test
    void theStateIsALetterEach() {
        int nmi = EntryFlags.NMI | EntryFlags.HARDIRQ | EntryFlags.BH_OFF | EntryFlags.IRQS_OFF;
        assertEquals(
                """
                              dd-131     [000] DpZ12     0.000000: vfs_read <-ksys_read
                              dd-131     [000] bnH12     0.000000: vfs_read <-ksys_read
                """,
                rows(
                        0,
                        entry(0, 0, EntryType.FUNCTION, nmi | EntryFlags.PREEMPT_RESCHED),
                        entry(
                                0,
                                0,
                                EntryType.FUNCTION,
                                EntryFlags.BH_OFF
                                        | EntryFlags.NEED_RESCHED
                                        | EntryFlags.HARDIRQ
                                        | EntryFlags.SOFTIRQ)));
    }

    @Test
    void aStackIsALineEach() {
        assertEquals("""
                              dd-131     [000] ...12     0.000000: <stack trace>
                 => vfs_read
                 => ksys_read
                """, rows(0, entry(0, 0, EntryType.STACK, 0)));
    }

    @Test
    void afterAnOverrunABuffersStartIsRemarkedButTheFirst() {
        TraceEntry[] entries = {
            entry(0, 0, EntryType.FUNCTION, 0),
            entry(1000, 1, EntryType.FUNCTION, 0),
            entry(2000, 0, EntryType.FUNCTION, 0)
        };
        String row = "              dd-131     [00%d] ...12     0.00000%d: vfs_read <-ksys_read\n";
        String first = row.formatted(0, 0);
        String rest = row.formatted(1, 1) + row.formatted(0, 2);
        assertEquals(first + "##### CPU 1 buffer started ####\n" + rest, rows(7, entries));
        assertEquals(first + rest, rows(0, entries));
    }

    @Test
    void whatWasLostStandsBeforeTheNextLine() {
        options.remove(PrintOption.CONTEXT_INFO);
        assertEquals(
                "CPU:1 [LOST 5 EVENTS]\nvfs_read <-ksys_read\n",
                TraceText.of(
                        view("function", 0), new RingBuffer.Consumed(entry(0, 1, EntryType.FUNCTION, 0), 5, 0), 1));
    }

    @Test
    void hexadecimalIsWholeWords() {
        options.add(PrintOption.HEX);
        assertEquals(
                "00000083 00000001 0000000000000010 ffff8000804522dc ffff800080452ef4 \n",
                rows(0, entry(16, 1, EntryType.FUNCTION, 0)));
    }

    @Test
    void binaryIsLittleEndianBytes() {
        options.add(PrintOption.BIN);
        assertEquals(
                "\u0083\0\0\0\1\0\0\0\20\0\0\0\0\0\0\0\u00dc\"E\u0080\0\u0080\u00ff\u00ff\u00f4.E\u0080\0\u0080\u00ff\u00ff",
                rows(0, entry(16, 1, EntryType.FUNCTION, 0)));
    }

    @Test
    void anUnknownAddressAndTaskArePrintedAsSuch() {
        TraceEntry entry = new TraceEntry(0, 0, 9, 0x1234, 0, EntryType.FUNCTION, 0, 0, 0);
        assertEquals("           <...>-9       [000] .....     0.000000: 0x00001234\n", rows(0, entry));
        options.add(PrintOption.SYM_OFFSET);
        assertEquals("           <...>-9       [000] .....     0.000000: 0x1234\n", rows(0, entry));
    }

    @Test
    void verboseLatencyTellsMore() {
        options.add(PrintOption.LATENCY_FORMAT);
        options.add(PrintOption.VERBOSE);
        assertEquals(
                "              dd     131   1 8 00000001 00000001 [000007d0] 2.000ms (+0.000ms): vfs_read <-ksys_read\n",
                rows(0, entry(2_000_000, 1, EntryType.FUNCTION, EntryFlags.HARDIRQ)));
    }

    @Test
    void aKilledTracerSaysSo() {
        assertEquals("""
                # tracer: nop
                #
                # WARNING: FUNCTION TRACING IS CORRUPTED
                #          MAY BE MISSING FUNCTION EVENTS
                """, TraceText.title("nop", true));
    }
}
