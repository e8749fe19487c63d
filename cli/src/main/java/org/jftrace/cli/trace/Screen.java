package org.jftrace.cli.trace;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;

/**
 * What the program writes and what the trace writes, when both go to the same place: never within one line of each other.
 * The program's bytes wait until their line is whole.
 */
final class Screen {
    private final PrintStream program;
    private final PrintWriter trace;
    private final boolean shared;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /**
     * Joins two outputs.
     *
     * @param program where the program's bytes go
     * @param trace where the trace goes
     * @param shared whether that is the same place in the end; if not, the program's bytes pass at once
     */
    Screen(PrintStream program, PrintWriter trace, boolean shared) {
        this.program = program;
        this.trace = trace;
        this.shared = shared;
    }

    /** Prints one line of trace. */
    synchronized void trace(CharSequence text) {
        trace.append(text).append(System.lineSeparator());
    }

    /** What the program writes to. */
    OutputStream programOutput() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                programWrote(bytes, offset, length);
            }
        };
    }

    private synchronized void programWrote(byte[] bytes, int offset, int length) {
        if (!shared) {
            program.write(bytes, offset, length);
            return;
        }
        for (int i = offset; i < offset + length; i++) {
            line.write(bytes[i]);
            if (bytes[i] == '\n') {
                showLine();
            }
        }
    }

    private void showLine() {
        trace.flush();
        program.write(line.toByteArray(), 0, line.size());
        program.flush();
        line.reset();
    }

    /** Shows what is left, and ends an unfinished line if more is to follow in the same place. */
    synchronized void finish() {
        if (line.size() > 0) {
            line.write('\n');
            showLine();
        }
        trace.flush();
        program.flush();
    }
}
