package org.jftrace.arm64.a64.witness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.Form;

/**
 * Writes the vector file with GNU binutils 2.40: the words are the corners of each form and those that GNU as makes of
 * {@code handwritten.s}; the text is objdump's; GNU as must make the word of the text again. From the root:
 *
 * <pre>
 *   ./mvnw -q test-compile -pl arch-arm64 -am
 *   java -cp arch-arm64/target/classes:arch-arm64/target/test-classes \
 *       org.jftrace.arm64.a64.witness.VectorGenerator arch-arm64/src/test/resources/a64
 * </pre>
 */
final class VectorGenerator {
    private static final Pattern LABEL = Pattern.compile("0x(?=[0-9a-f]+$)");

    private final GnuBinutils gnu;
    private final List<String> lines = new ArrayList<>();

    private VectorGenerator(GnuBinutils gnu) {
        this.gnu = gnu;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        GnuBinutils gnu = new GnuBinutils(Files.createTempDirectory("vectors"));
        VectorGenerator generator = new VectorGenerator(gnu);
        generator.lines.add(
                "# Made by VectorGenerator with GNU as and objdump 2.40; every word stands at address 0x700000000.");
        Set<Integer> handwritten = new LinkedHashSet<>();
        for (int word : gnu.assemble(Files.readAllLines(folder.resolve("handwritten.s")), Vectors.PC)) {
            handwritten.add(word);
        }
        generator.add("handwritten.s", handwritten, false);
        for (Form form : Decoder.forms()) {
            generator.add(form.name(), Corners.of(form), form.syntax().matches(".*<(label|page)>"));
        }
        Files.write(folder.resolve("vectors.txt"), generator.lines);
    }

    private void add(String name, Set<Integer> words, boolean isRelative) throws IOException, InterruptedException {
        lines.add("# " + name);
        if (!isRelative) {
            addAll(words.stream().mapToInt(Integer::intValue).toArray(), false);
            return;
        }
        for (int word : words) {
            addAll(new int[] {word}, true);
        }
    }

    private void addAll(int[] words, boolean isRelative) throws IOException, InterruptedException {
        List<String> texts = gnu.disassemble(words, Vectors.PC);
        List<String> sources = new ArrayList<>(texts);
        if (isRelative) {
            sources.replaceAll(text -> LABEL.matcher(text).replaceFirst(GnuBinutils.ABSOLUTE + "+0x"));
        }
        int[] again = gnu.assemble(sources, Vectors.PC);
        for (int i = 0; i < words.length; i++) {
            Form form = Decoder.decode(words[i]);
            boolean isNamedByObjdumpOnly = texts.get(i).startsWith("ic ") && (words[i] & 31) != 31;
            boolean isRefused = texts.get(i).startsWith(".inst");
            if (form == null || isRefused || isNamedByObjdumpOnly) {
                continue; // KnownDifferences
            }
            if (KnownDifferences.canonical(form, again[i]) != KnownDifferences.canonical(form, words[i])) {
                throw new IOException(String.format("%08x %s: as says %08x", words[i], texts.get(i), again[i]));
            }
            lines.add(String.format(Locale.ROOT, "%08x  %s", words[i], texts.get(i)));
        }
    }
}
