package org.jftrace.arm64.a64.witness;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GNU as and objdump for aarch64, in batches: a run of either takes longer than ten thousand instructions. */
final class GnuBinutils {
    private static final String PREFIX = "aarch64-linux-gnu-";
    /** A symbol at address 0: GNU as takes a bare number for a distance in ADR, and for an address in a branch. */
    static final String ABSOLUTE = "zero";

    private static final String ARCHITECTURE = "-march=armv8.8-a+rng+memtag+predres+sb+ssbs+flagm+sme";
    private static final Pattern LINE = Pattern.compile("\\s*[0-9a-f]+:\t[0-9a-f]{8} \t(.*)");

    private final Path directory;

    GnuBinutils(Path directory) {
        this.directory = directory;
    }

    /** Skips the test where the tools are missing, except in CI, where they must be there. */
    static void require() {
        boolean installed = isOnPath(PREFIX + "as") && isOnPath(PREFIX + "ld") && isOnPath(PREFIX + "objdump");
        if (System.getenv("CI") != null) {
            assertTrue(installed, "CI needs binutils-aarch64-linux-gnu");
        }
        assumeTrue(installed, "binutils-aarch64-linux-gnu is not installed");
    }

    private static boolean isOnPath(String program) {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /** The words of the lines, assembled and linked from {@code base} up. */
    int[] assemble(List<String> lines, long base) throws IOException, InterruptedException {
        Path source = directory.resolve("witness.s");
        Path object = directory.resolve("witness.o");
        Path linked = directory.resolve("witness.elf");
        Path image = directory.resolve("witness.bin");
        Files.writeString(source, String.join("\n", lines) + "\n");
        run("as", ARCHITECTURE, "-o", object.toString(), source.toString());
        run(
                "ld",
                "-e",
                "0",
                "--defsym=" + ABSOLUTE + "=0",
                "-Ttext=0x" + Long.toHexString(base),
                "-o",
                linked.toString(),
                object.toString());
        run("objcopy", "-O", "binary", "-j", ".text", linked.toString(), image.toString());
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(image)).order(ByteOrder.LITTLE_ENDIAN);
        int[] words = new int[bytes.remaining() / 4];
        bytes.asIntBuffer().get(words);
        return words;
    }

    /** What objdump prints for the words at {@code base} and above, without its comments, tabs being spaces. */
    List<String> disassemble(int[] words, long base) throws IOException, InterruptedException {
        Path image = directory.resolve("words.bin");
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(words);
        Files.write(image, bytes.array());
        String dump = run(
                "objdump",
                "-D",
                "-z",
                "-M",
                "aliases",
                "-b",
                "binary",
                "-m",
                "aarch64",
                "--adjust-vma=0x" + Long.toHexString(base),
                image.toString());
        List<String> texts = new ArrayList<>();
        for (String line : dump.split("\n", -1)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                texts.add(withoutComment(matcher.group(1)).replace('\t', ' ').trim());
            }
        }
        return texts;
    }

    private static String withoutComment(String text) {
        int comment = text.indexOf("//");
        int undefined = text.indexOf(" ; undefined");
        int end = comment >= 0 ? comment : undefined >= 0 ? undefined : text.length();
        return text.substring(0, end);
    }

    private String run(String tool, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PREFIX + tool));
        command.addAll(List.of(arguments));
        Path errors = directory.resolve(tool + ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            String said = Files.readString(errors);
            throw new IOException(tool + " exited " + status + ": " + said.substring(0, Math.min(4000, said.length())));
        }
        return output;
    }
}
