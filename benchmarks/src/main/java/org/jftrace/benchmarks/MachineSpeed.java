package org.jftrace.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.jftrace.sim.SimMachine;

/**
 * How many guest instructions the reference machine executes in a second, and what qemu-aarch64, which translates, needs
 * for the same program. Rounds of the two alternate, so that both see the same weather.
 */
public final class MachineSpeed {
    private static final int ROUNDS = 7;

    private MachineSpeed() {}

    /**
     * Prints the report.
     *
     * @param arguments the path of the program; if missing, hotloop.elf as seen from the root of the project
     * @throws IOException if the program cannot be loaded, or qemu-aarch64 is not installed
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path elf = Path.of(arguments.length > 0 ? arguments[0] : "samples/guest/hotloop.elf");
        double[] ours = new double[ROUNDS];
        double[] qemu = new double[ROUNDS];
        long instructions = 0;
        int expected = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (SimMachine machine = SimMachine.builder(elf)
                    .stdout(OutputStream.nullOutputStream())
                    .build()) {
                long start = System.nanoTime();
                expected = machine.run();
                ours[round] = (System.nanoTime() - start) / 1e9;
                instructions = machine.instructions();
            }
            long start = System.nanoTime();
            int exit = new ProcessBuilder("qemu-aarch64", elf.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            qemu[round] = (System.nanoTime() - start) / 1e9;
            if (exit != expected) {
                throw new IllegalStateException(
                        elf + ": exit code " + expected + " here, " + exit + " in qemu-aarch64");
            }
        }
        System.out.printf("%s: %,d instructions, exit code %d in both%n", elf, instructions, expected);
        print("jftrace", ours, instructions);
        print("qemu-aarch64 (with its start)", qemu, instructions);
        System.out.printf("ratio of the best times: %.1f%n", ours[0] / qemu[0]);
    }

    private static void print(String who, double[] seconds, long instructions) {
        Arrays.sort(seconds);
        double best = seconds[0];
        double median = seconds[ROUNDS / 2];
        System.out.printf(
                "%s: best %.3f s (%.0f million instructions a second), median %.3f s (%.0f)%n",
                who, best, instructions / best / 1e6, median, instructions / median / 1e6);
    }
}
