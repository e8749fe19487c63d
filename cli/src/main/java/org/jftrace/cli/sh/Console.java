package org.jftrace.cli.sh;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import org.jftrace.cli.sh.builtin.FileCommands;
import org.jftrace.cli.sh.exec.BuiltIn;
import org.jftrace.cli.sh.exec.Interpreter;
import org.jftrace.cli.sh.exec.Session;
import org.jftrace.cli.sh.file.ConsoleSpace;
import org.jftrace.cli.sh.file.FileTable;
import org.jftrace.cli.sh.file.StreamFile;
import org.jftrace.cli.sh.lang.Node;
import org.jftrace.cli.sh.lang.SyntaxException;
import org.jftrace.cli.sh.machine.ControlSpace;
import org.jftrace.cli.sh.machine.MachineCommands;
import org.jftrace.cli.sh.machine.Target;
import org.jftrace.tracefs.TraceFs;

/** A shell in the root of the control files of a machine. */
public final class Console implements AutoCloseable {
    private static final int SYNTAX = 2;

    private final TraceFs files;
    private final Interpreter interpreter;
    private final Session session;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * Opens a console.
     *
     * @param target the machine; stays open
     * @param in standard input
     * @param out standard output
     * @param err error output
     */
    public Console(Target target, InputStream in, PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
        files = TraceFs.mount(target.machine(), target.ftrace());
        ConsoleSpace space =
                new ConsoleSpace(new ControlSpace(files), target.functions().orElse(null));
        Map<String, BuiltIn> commands = new HashMap<>(FileCommands.on(space));
        commands.putAll(MachineCommands.on(target));
        interpreter = new Interpreter(commands, space);
        FileTable standard = new FileTable();
        standard.put(0, StreamFile.input(in));
        standard.put(1, StreamFile.output(out));
        standard.put(2, StreamFile.output(err));
        session = new Session(standard);
    }

    /**
     * Runs commands up to the end of their input or {@code exit}.
     *
     * @param script their text
     * @param typed whether somebody types it: then there is a prompt, and an error does not end it
     * @return the status of the last one
     * @throws IOException if the text cannot be read
     */
    public int run(InputStream script, boolean typed) throws IOException {
        ScriptReader reader = new ScriptReader(script, typed ? this::prompt : more -> {});
        while (true) {
            try {
                Node command = reader.next();
                if (command == null) {
                    return session.status();
                }
                interpreter.run(session, command);
            } catch (SyntaxException e) {
                err.print("sh: syntax error: " + e.getMessage() + "\n");
                session.setStatus(SYNTAX);
                if (!typed) {
                    return SYNTAX;
                }
            } catch (BuiltIn.Exit e) {
                return e.status();
            }
        }
    }

    private void prompt(boolean more) {
        out.print(more ? "> " : "# ");
        out.flush();
    }

    @Override
    public void close() {
        session.close();
        files.close();
    }
}
