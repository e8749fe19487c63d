package org.jftrace.cli.compare.time;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jftrace.cli.compare.route.CallRoute;
import org.jftrace.cli.compare.route.Workload;
import org.jspecify.annotations.Nullable;

/** Times from JVMs that were started one after the other; what differs between them is in the error. */
public final class Forks {
    private final Map<String, List<Double>> samples = new HashMap<>();

    private Forks() {}

    /**
     * Measures.
     *
     * @param vfs the guest program vfs.elf
     * @param forks how many JVMs
     * @param rounds how many samples each makes of everything
     * @return the samples
     * @throws IOException if a JVM cannot be started or fails
     */
    public static Forks run(Path vfs, int forks, int rounds) throws IOException {
        Forks all = new Forks();
        for (int fork = 0; fork < forks; fork++) {
            all.add(vfs, rounds, fork);
        }
        return all;
    }

    private void add(Path vfs, int rounds, int fork) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TimedFork.class.getName(),
                        vfs.toString(),
                        Integer.toString(rounds),
                        Integer.toString(fork))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t", -1);
                double nanos = Double.parseDouble(fields[2]);
                if (!Double.isNaN(nanos)) {
                    samples.computeIfAbsent(fields[0] + '\t' + fields[1], key -> new ArrayList<>())
                            .add(nanos);
                }
            }
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException("the JVM of fork " + fork + " ended with " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while fork " + fork + " was measuring", e);
        } finally {
            process.destroy();
        }
    }

    /** Returns what one turn took, or null if it was not measured. */
    public @Nullable Timing timing(Workload workload, CallRoute route) {
        List<Double> found = samples.get(workload.name() + '\t' + route.name());
        return found == null ? null : Timing.of(found);
    }
}
