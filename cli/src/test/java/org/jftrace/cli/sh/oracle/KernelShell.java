package org.jftrace.cli.sh.oracle;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jftrace.Ftrace;
import org.jftrace.cli.sh.Console;
import org.jftrace.cli.sh.machine.KernelTarget;

/** A console on a freshly booted kernel. */
final class KernelShell implements AutoCloseable {
    static final Path KERNEL = Path.of("..", "samples", "kernel");

    private final Path kernel;
    private final KernelTarget target;
    private final Console console;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private int status;

    KernelShell() throws IOException {
        this(KERNEL);
    }

    KernelShell(Path kernel) throws IOException {
        this.kernel = kernel;
        target = KernelTarget.load(kernel);
        PrintStream screen = new PrintStream(output, true, StandardCharsets.UTF_8);
        console = new Console(target, InputStream.nullInputStream(), screen, screen);
    }

    /** Types a script; returns what appears on the screen. */
    String run(String script) {
        try {
            status = console.run(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = output.toString(StandardCharsets.UTF_8);
        output.reset();
        return text;
    }

    /** The recording that it is made of. */
    Path kernel() {
        return kernel;
    }

    /** Of the last command. */
    int status() {
        return status;
    }

    Ftrace ftrace() {
        return target.ftrace();
    }

    int word(long address) {
        return target.machine().memory().readWord(address);
    }

    @Override
    public void close() {
        console.close();
        target.close();
    }
}
