package org.jftrace.tracefs.print;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jftrace.spi.GuestTask;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.TraceState;
import org.jftrace.tracefs.ring.EntryFlags;
import org.jftrace.tracefs.ring.EntryType;
import org.jftrace.tracefs.ring.RingStats;
import org.jftrace.tracefs.ring.TaskNames;
import org.jftrace.tracefs.ring.TraceEntry;

/** A text that a real kernel printed, and the entries that it printed, taken from its lines. */
record Sample(String title, List<String> lines) {
    private static final Map<String, Long> OFFSETS =
            Map.of("vfs_open", 4L, "vfs_read", 4L, "path_openat", 0x708L, "ksys_read", 0x7cL);

    private static final Pattern STANDARD =
            Pattern.compile(" *(\\S+)-(\\d+) +(?:\\(-+\\) )?\\[(\\d+)\\] (.{5}) +([0-9.]+): (\\S+) .*<-([^ +]+).*");
    private static final Pattern LATENCY =
            Pattern.compile(" *(\\S+)-(\\d+) +(\\d)(.{5}) +(\\d+)us(.): (\\S+) <-(\\S+)");
    private static final Pattern RAW = Pattern.compile("(\\d+) (\\d+) (\\d+) (\\w+) (\\w+)");
    private static final Pattern BARE = Pattern.compile("(\\S+) <-(\\S+)");

    static Sample named(String title) throws IOException {
        try (InputStream in = Objects.requireNonNull(Sample.class.getResourceAsStream("trace_samples.txt"))) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String found =
                    all.split(Pattern.quote("##### " + title + "\n"), 2)[1].split("\n\n##### |\n\n$", 2)[0];
            return new Sample(title, found.lines().skip(1).toList());
        }
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    List<TraceEntry> entries(TaskNames names) {
        List<TraceEntry> entries = new ArrayList<>();
        long[] gap = {0};
        for (String line : lines) {
            Matcher row = STANDARD.matcher(line);
            Matcher latency = LATENCY.matcher(line);
            Matcher raw = RAW.matcher(line);
            Matcher bare = BARE.matcher(line);
            if (row.matches()) {
                String time = row.group(5);
                long ticks = Long.parseLong(time.replace(".", "")) * (time.contains(".") ? 1000 : 1);
                names.remember(new Task(Integer.parseInt(row.group(2)), row.group(1)));
                entries.add(entry(ticks, row.group(2), flags(row.group(4)), row.group(6), row.group(7)));
            } else if (latency.matches()) {
                names.remember(new Task(Integer.parseInt(latency.group(2)), latency.group(1)));
                long ticks = Long.parseLong(latency.group(5)) * 1000;
                entries.add(entry(ticks, latency.group(2), 0, latency.group(7), latency.group(8)));
            } else if (raw.matches()) {
                entries.add(new TraceEntry(
                        Long.parseLong(raw.group(3)),
                        Integer.parseInt(raw.group(2)),
                        Integer.parseInt(raw.group(1)),
                        Long.parseUnsignedLong(raw.group(4), 16),
                        Long.parseUnsignedLong(raw.group(5), 16),
                        EntryType.FUNCTION,
                        0,
                        0,
                        0));
            } else if (bare.matches()) {
                entries.add(entry(gap[0]++, "1", 0, bare.group(1), bare.group(2)));
            }
        }
        return entries;
    }

    private static int flags(String state) {
        return state.charAt(1) == 'N' ? EntryFlags.NEED_RESCHED | EntryFlags.PREEMPT_RESCHED : 0;
    }

    private static TraceEntry entry(long time, String pid, int flags, String function, String parent) {
        return new TraceEntry(
                time, 0, Integer.parseInt(pid), ip(function), ip(parent), EntryType.FUNCTION, flags, 0, 0);
    }

    private static long ip(String function) {
        String name = function.replaceAll("\\+.*", "");
        return symbols().named(name).orElseThrow().address() + OFFSETS.getOrDefault(name, 4L);
    }

    /** The functions of the samples, where the kernel had them if a sample tells it. */
    static SymbolTable symbols() {
        Map<String, long[]> known = new TreeMap<>(Map.of(
                "vfs_open", new long[] {0xffff80008044ed58L, 0xf8},
                "path_openat", new long[] {0xffff80008046b4b0L - 0x708, 0x10c0},
                "vfs_read", new long[] {0xffff8000804522d8L, 0x330},
                "ksys_read", new long[] {0xffff800080452ef4L - 0x7c, 0x120}));
        long next = 0xffff800090000000L;
        for (String name : List.of(
                "vfs_write",
                "ksys_write",
                "misc_open",
                "__fput",
                "tun_chr_open",
                "tun_chr_read_iter",
                "tun_get",
                "tun_chr_close",
                "tun_chr_ioctl",
                "__arm64_sys_ioctl",
                "__tun_chr_ioctl")) {
            known.put(name, new long[] {next, 0x100});
            next += 0x100;
        }
        SymbolTable.Builder table = SymbolTable.builder("");
        known.forEach((name, place) -> table.function(name, place[0], place[1]));
        return table.build();
    }

    String printed(RingStats stats, Set<PrintOption> options, boolean nanoseconds) {
        TaskNames names = new TaskNames();
        List<TraceEntry> entries = entries(names);
        View view = new View("function", options, stats, 1, nanoseconds, 0, names, new Symbols(symbols(), List::of));
        return TraceText.title("function", false) + TraceText.of(view, entries);
    }

    static Set<PrintOption> defaults() {
        return EnumSet.of(
                PrintOption.ANNOTATE, PrintOption.CONTEXT_INFO, PrintOption.IRQ_INFO, PrintOption.PRINT_PARENT);
    }

    record Task(int id, String comm) implements GuestTask {
        @Override
        public TraceState traceState() {
            throw new UnsupportedOperationException();
        }
    }
}
