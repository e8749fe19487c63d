package org.jftrace.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/** Where the process starts and ends. */
public final class Main {
    private Main() {}

    /**
     * Runs the command and exits with its code.
     *
     * @param args as typed
     */
    public static void main(String[] args) {
        // Not System.out, which writes through with every line: a trace has many.
        PrintStream out = new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        int exitCode = JftraceCommand.commandLine(System.in, out, System.err).execute(args);
        out.flush();
        System.exit(exitCode);
    }
}
