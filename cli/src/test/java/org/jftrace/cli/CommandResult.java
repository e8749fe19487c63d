package org.jftrace.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A command line that was run in this process, and what came of it. */
record CommandResult(int exitCode, String out, String err) {
    private static final Path GUEST = Path.of("..", "samples", "guest");

    static CommandResult of(String... args) {
        return ofInput("", args);
    }

    /** With a standard input. */
    static CommandResult ofInput(String input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        PrintStream toOut = new PrintStream(out, false, StandardCharsets.UTF_8);
        PrintStream toErr = new PrintStream(err, false, StandardCharsets.UTF_8);
        int exitCode = JftraceCommand.commandLine(in, toOut, toErr).execute(args);
        toOut.flush();
        toErr.flush();
        return new CommandResult(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static String guest(String program) {
        return GUEST.resolve(program).toString();
    }
}
