package org.jftrace.cli.sh.exec;

import java.util.List;
import org.jftrace.FtraceException;
import org.jftrace.cli.sh.file.Bytes;
import org.jftrace.cli.sh.file.FileTable;
import org.jftrace.tracefs.TraceFile;

/**
 * One call of a command.
 *
 * @param name it was called by
 * @param arguments expanded
 * @param files with the command's own redirections
 * @param session of the shell that calls
 */
public record Call(String name, List<String> arguments, FileTable files, Session session) {
    /** Writes to standard output: one write, and the rest again after a short count. */
    public void print(String text) {
        try {
            Bytes.writeAll(files.get(1), Bytes.of(text));
        } catch (FtraceException e) {
            throw new BuiltIn.WriteFailure(e.errno().text(), e);
        }
    }

    /** What the command reads if no file is named. */
    public TraceFile standardInput() {
        return files.get(0);
    }

    /** Says on error output what went wrong; returns the status for that. */
    public int fail(String message) {
        complain(files, name + ": " + message);
        return 1;
    }

    /** Says something on error output. */
    public void complain(String message) {
        complain(files, message);
    }

    /** A complaint that cannot be written is lost: there is nowhere left to say it. */
    static void complain(FileTable files, String message) {
        TraceFile error;
        try {
            error = files.get(2);
        } catch (FtraceException closed) {
            return;
        }
        try {
            Bytes.writeAll(error, Bytes.of(message + "\n"));
        } catch (FtraceException refused) {
            return;
        }
    }
}
