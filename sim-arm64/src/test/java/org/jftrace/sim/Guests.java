package org.jftrace.sim;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jftrace.arm64.a64.emit.Assembler;

/** The guest programs of the source tree, and code that a test adds to one. */
final class Guests {
    static final Path FOLDER = Path.of("..", "samples", "guest");

    /** A line of {@code expected.txt}. */
    record Expected(String program, int exitCode, String outputFile) {
        Path elf() {
            return Guests.elf(program);
        }

        String output() {
            try {
                return Files.readString(FOLDER.resolve(outputFile));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String toString() {
            return program;
        }
    }

    private Guests() {}

    static Path elf(String name) {
        return FOLDER.resolve(name);
    }

    static Stream<Expected> all() throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve("expected.txt"));
        return lines.stream()
                .map(line -> line.split(" "))
                .map(words -> new Expected(words[0], Integer.parseInt(words[1]), words[2]));
    }

    /** The program is only there to have text; nothing of it is executed. */
    static SimMachine quiet(int cpus) throws IOException {
        return SimMachine.builder(elf("vfs.elf"))
                .cpus(cpus)
                .stdout(OutputStream.nullOutputStream())
                .build();
    }

    static long place(SimMachine machine, Consumer<Assembler> body) {
        long start = machine.memory().allocateCode(512, machine.symbols().text());
        Assembler assembler = new Assembler(start);
        body.accept(assembler);
        int[] words = assembler.finish().words();
        for (int i = 0; i < words.length; i++) {
            machine.memory().patchWord(start + 4L * i, words[i]);
        }
        return start;
    }
}
