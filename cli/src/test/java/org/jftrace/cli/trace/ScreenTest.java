package org.jftrace.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream program = new PrintStream(out, false, StandardCharsets.UTF_8);

    @Test
    void traceNeverComesBetweenTheHalvesOfALine() throws IOException {
        Screen screen = new Screen(program, new PrintWriter(out, false, StandardCharsets.UTF_8), true);
        OutputStream stdout = screen.programOutput();
        screen.trace("call 1");
        stdout.write("half a ".getBytes(StandardCharsets.UTF_8));
        screen.trace("call 2");
        stdout.write("line\nand ".getBytes(StandardCharsets.UTF_8));
        screen.trace("call 3");
        screen.finish();
        assertEquals("call 1\ncall 2\nhalf a line\ncall 3\nand \n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void withAFileOfItsOwnTheTraceLeavesTheProgramsBytesAlone() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Screen screen = new Screen(program, new PrintWriter(file, false, StandardCharsets.UTF_8), false);
        OutputStream stdout = screen.programOutput();
        stdout.write("no line break".getBytes(StandardCharsets.UTF_8));
        screen.trace("call 1");
        stdout.write('!');
        screen.finish();
        assertEquals("no line break!", out.toString(StandardCharsets.UTF_8));
        assertEquals("call 1\n", file.toString(StandardCharsets.UTF_8));
    }
}
