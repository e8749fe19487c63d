package org.jftrace.sim.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jftrace.arm64.a64.text.Disassembler;
import org.junit.jupiter.api.Test;

/** The kit cannot use our assembler, so its programs are words; each is what it says beside it. */
class GuestCodeTest {
    private static final Path SOURCE = Path.of("../testkit/src/main/java/org/jftrace/spi/testkit/code/GuestCode.java");
    private static final Pattern WORD = Pattern.compile("^ +0x([0-9a-f]{8}), // (.*)$");

    @Test
    void everyWordIsTheInstructionBesideIt() throws IOException {
        List<String> said = new ArrayList<>();
        List<String> found = new ArrayList<>();
        long at = 0;
        for (String line : Files.readAllLines(SOURCE)) {
            Matcher matcher = WORD.matcher(line);
            if (matcher.matches()) {
                said.add(matcher.group(2));
                found.add(Disassembler.disassemble(Integer.parseUnsignedInt(matcher.group(1), 16), at));
                at += 4;
            } else {
                at = 0;
            }
        }
        assertTrue(said.size() > 50);
        assertEquals(said, found);
    }
}
