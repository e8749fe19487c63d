package org.jftrace.cli.sh;

import java.util.List;
import org.jftrace.cli.sh.builtin.FileCommands;
import org.jftrace.cli.sh.exec.Interpreter;
import org.jftrace.cli.sh.exec.Session;
import org.jftrace.cli.sh.file.ConsoleSpace;
import org.jftrace.cli.sh.file.FileTable;
import org.jftrace.cli.sh.file.MemoryFile;
import org.jftrace.cli.sh.lang.Parser;
import org.jftrace.cli.sh.lang.SyntaxException;

/**
 * A script that was run on a {@link MemorySpace}.
 *
 * @param output of standard output and error output, as they came
 * @param status of the last command
 * @param log what was done with the files
 */
record ShellRun(String output, int status, List<String> log) {
    static ShellRun of(String script) {
        return of(script, new MemorySpace());
    }

    static ShellRun of(String script, MemorySpace files) {
        ConsoleSpace space = new ConsoleSpace(files, null);
        MemoryFile out = new MemoryFile();
        FileTable standard = new FileTable();
        standard.put(0, MemoryFile.of("typed\n"));
        standard.put(1, out);
        standard.duplicate(2, 1);
        try (Session session = new Session(standard)) {
            int status = new Interpreter(FileCommands.on(space), space).run(session, Parser.parse(script));
            return new ShellRun(out.text(), status, files.log());
        } catch (SyntaxException e) {
            throw new IllegalArgumentException(script, e);
        }
    }
}
