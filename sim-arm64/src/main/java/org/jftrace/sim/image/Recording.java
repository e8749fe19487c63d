package org.jftrace.sim.image;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.SymbolTable;

/** What was recorded of a kernel: its call sites, the modules', and where ftrace's own things are. */
final class Recording {
    private static final long PAGE = 4096;
    private static final long PLT_SIZE = 12;

    /** {@code sizeof(struct ftrace_ops)} in Linux 6.12 on arm64. */
    private static final long OPS_SIZE = 0xd8;

    /** What the kernel calls by these names, with its size there; ftrace only prints them. */
    private static final Map<String, Long> CALLBACKS = Map.of(
            "function_trace_call", 0x100L,
            "ftrace_pid_func", 0x60L,
            "ftrace_graph_func", 0x58L,
            "function_trace_probe_call", 0x30L,
            "call_direct_funcs", 0x18L);

    private final Map<String, List<Site>> sites = new LinkedHashMap<>();
    private final Map<String, Long> symbols = new LinkedHashMap<>();
    private final Map<String, Long> plts = new LinkedHashMap<>();

    private record Site(long ip, String function) {}

    private Recording() {}

    static Recording read(Path directory) throws IOException {
        Recording recording = new Recording();
        recording.sites.put("", new ArrayList<>());
        Path modules = directory.resolve("modules.txt");
        if (Files.exists(modules)) {
            Files.readAllLines(modules).stream()
                    .filter(line -> !line.isBlank())
                    .forEach(name -> recording.sites.put(name.strip(), new ArrayList<>()));
        }
        for (String[] row : rows(directory.resolve("symbols.tsv"), 2)) {
            recording.symbols.put(row[0], Long.parseUnsignedLong(row[1], 16));
        }
        Path plts = directory.resolve("plts.tsv");
        if (Files.exists(plts)) {
            for (String[] row : rows(plts, 2)) {
                recording.plts.put(row[0], Long.parseUnsignedLong(row[1], 16));
            }
        }
        for (String[] row : rows(directory.resolve("sites.tsv.gz"), 3)) {
            recording
                    .sites
                    .computeIfAbsent(row[2], module -> new ArrayList<>())
                    .add(new Site(Long.parseUnsignedLong(row[0], 16), row[1]));
        }
        return recording;
    }

    private static List<String[]> rows(Path file, int columns) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                file.toString().endsWith(".gz")
                        ? new GZIPInputStream(Files.newInputStream(file), 1 << 16)
                        : Files.newInputStream(file),
                StandardCharsets.UTF_8))) {
            List<String[]> rows = new ArrayList<>();
            int number = 1;
            reader.readLine(); // the names of the columns
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                String[] row = line.split("\t", -1);
                if (row.length != columns || !(isAddress(row[0]) || isAddress(row[1]))) {
                    throw new IOException(file + " line " + number + ": \"" + line + "\" is not " + columns
                            + " columns, one of them an address of 16 hexadecimal digits");
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private static boolean isAddress(String text) {
        return text.matches("[0-9a-f]{16}");
    }

    /** From the first function, or what ftrace is to fill before it, to the end of text. */
    AddressRange text() {
        long first = Stream.concat(
                        symbols.keySet().stream().filter(Recording::isCode).map(symbols::get), starts(""))
                .min(Long::compareUnsigned)
                .orElse(0L);
        long last = Stream.concat(
                        symbols.keySet().stream().filter(Recording::isCode).map(symbols::get), starts(""))
                .max(Long::compareUnsigned)
                .orElse(0L);
        long end = symbols.getOrDefault("_etext", last + PAGE);
        return new AddressRange(first & -PAGE, (end + PAGE - 1) & -PAGE);
    }

    private Stream<Long> starts(String module) {
        return sites.getOrDefault(module, List.of()).stream().map(site -> site.ip - 12);
    }

    private static boolean isOps(String name) {
        return name.endsWith("_ops");
    }

    private static boolean isCode(String name) {
        return !isOps(name) && !name.startsWith("_");
    }

    /** The pages of the handles that lie outside of text. */
    List<AddressRange> dataPages() {
        TreeSet<Long> pages = new TreeSet<>();
        symbols.forEach((name, address) -> {
            if (isOps(name)) {
                pages.add(address & -PAGE);
                pages.add((address + OPS_SIZE) & -PAGE);
            }
        });
        return pages.stream().map(page -> AddressRange.ofSize(page, PAGE)).toList();
    }

    SymbolTable mainImage() {
        SymbolTable.Builder table = SymbolTable.builder("");
        addFunctions(table, sites.getOrDefault("", List.of()));
        symbols.forEach((name, address) -> {
            if (isOps(name)) {
                table.reserve(name, address, OPS_SIZE);
            } else if (isCode(name)) {
                table.reserve(name, address, room(name, address));
            }
        });
        CALLBACKS.forEach((name, size) -> table.reserve(name, 0, size));
        return table.build();
    }

    /** From one of ftrace's own functions to the next; the last of them reaches to the next call site. */
    private long room(String name, long address) {
        return Stream.concat(
                                symbols.entrySet().stream()
                                        .filter(other -> isCode(other.getKey())
                                                && !other.getKey().equals(name))
                                        .map(Map.Entry::getValue),
                                starts(""))
                        .filter(next -> Long.compareUnsigned(next, address) > 0)
                        .min(Long::compareUnsigned)
                        .orElse(address + PAGE)
                - address;
    }

    List<SymbolTable> modules() {
        return sites.keySet().stream()
                .filter(module -> !module.isEmpty())
                .map(this::module)
                .toList();
    }

    private SymbolTable module(String name) {
        SymbolTable.Builder table = SymbolTable.builder(name);
        List<Site> found = sites.getOrDefault(name, List.of());
        addFunctions(table, found);
        if (!found.isEmpty()) {
            long start = found.get(0).ip - 12;
            long end = found.get(found.size() - 1).ip + 60; // of the last function, as far as that is known
            long plt = plts.getOrDefault(name, end);
            table.region(new SymbolTable.Region(new AddressRange(start, Math.max(end, plt) + PLT_SIZE), plt, false));
        }
        return table.build();
    }

    /** A function reaches to the next one's literal, or so far as must be. */
    private static void addFunctions(SymbolTable.Builder table, List<Site> found) {
        for (int i = 0; i < found.size(); i++) {
            long start = found.get(i).ip - 4;
            long end = i + 1 < found.size() ? found.get(i + 1).ip - 12 : start + 64;
            table.function(found.get(i).function, start, Math.max(8, end - start));
            table.patchableEntries(start - 8);
        }
    }

    /** The whole pages that a module's code lies in. */
    static AddressRange mapping(SymbolTable module) {
        AddressRange text = module.regions().get(0).range();
        return new AddressRange(text.start() & -PAGE, (text.end() + PAGE - 1) & -PAGE);
    }
}
