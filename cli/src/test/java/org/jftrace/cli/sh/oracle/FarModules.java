package org.jftrace.cli.sh.oracle;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The recorded kernel with its modules where they were in another boot: out of reach of a BL. */
final class FarModules {
    /** The scenario that was recorded in that boot. */
    static final String NEEDED_BY = "k3_two_users";

    private static final int MODULE = 2;
    private static final int IP = 3;
    private static final int PLT = 7;

    private FarModules() {}

    /** What {@code module_plt.tsv} says of a call site in a module. */
    static List<String[]> sites() throws IOException {
        return Oracle.lines("module_plt.tsv").stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .toList();
    }

    static String ip(String[] site) {
        return site[IP];
    }

    static long plt(String[] site) {
        return Long.parseUnsignedLong(site[PLT].replaceFirst(".*0x", ""), 16);
    }

    /** Makes a folder with the recording of that boot. */
    static Path in(Path folder) throws IOException {
        for (String file : List.of("symbols.tsv", "modules.txt")) {
            Files.copy(KernelShell.KERNEL.resolve(file), folder.resolve(file));
        }
        Map<String, Long> moved = moved();
        Files.write(
                folder.resolve("F.tsv"),
                Files.readAllLines(KernelShell.KERNEL.resolve("F.tsv")).stream()
                        .map(line -> moved(line.split("\t", -1), 1, 2, moved))
                        .toList());
        try (PrintWriter out = new PrintWriter(
                        new GZIPOutputStream(Files.newOutputStream(folder.resolve("sites.tsv.gz"))),
                        false,
                        StandardCharsets.UTF_8);
                GZIPInputStream in =
                        new GZIPInputStream(Files.newInputStream(KernelShell.KERNEL.resolve("sites.tsv.gz")))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> out.print(moved(line.split("\t", -1), 2, 0, moved) + "\n"));
        }
        Map<String, String> plts = new TreeMap<>();
        sites().forEach(site -> plts.put(name(site[MODULE]), Long.toHexString(plt(site))));
        Files.writeString(
                folder.resolve("plts.tsv"),
                plts.entrySet().stream()
                        .map(plt -> plt.getKey() + "\t" + plt.getValue() + "\n")
                        .collect(Collectors.joining("", "module\taddress\n", "")));
        return folder;
    }

    /** How far each module lies from where it was in the other boot. */
    private static Map<String, Long> moved() throws IOException {
        Map<String, Long> before = new HashMap<>();
        for (String line : Files.readAllLines(KernelShell.KERNEL.resolve("F.tsv"))) {
            String[] row = line.split("\t", -1);
            if (row.length > MODULE && row[1].startsWith("[")) {
                before.put(row[0], Long.parseUnsignedLong(row[2], 16));
            }
        }
        Map<String, Long> moved = new HashMap<>();
        for (String[] site : sites()) {
            moved.put(name(site[MODULE]), Long.parseUnsignedLong(site[IP], 16) - before.getOrDefault(site[1], 0L));
        }
        return moved;
    }

    private static String moved(String[] row, int moduleColumn, int ipColumn, Map<String, Long> moved) {
        Long distance = row.length > moduleColumn ? moved.get(name(row[moduleColumn])) : null;
        if (distance != null) {
            row[ipColumn] = Long.toHexString(Long.parseUnsignedLong(row[ipColumn], 16) + distance);
        }
        return String.join("\t", row);
    }

    private static String name(String module) {
        return module.replaceAll("[\\[\\]]", "");
    }
}
