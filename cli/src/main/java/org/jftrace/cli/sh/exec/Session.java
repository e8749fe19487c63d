package org.jftrace.cli.sh.exec;

import java.util.HashMap;
import java.util.Map;
import org.jftrace.cli.sh.file.FileTable;

/** The state of a shell: open files, variables, the last status. A subshell has its own. */
public final class Session implements AutoCloseable {
    private final FileTable files;
    private final Map<String, String> variables;
    private int status;

    /**
     * Starts one.
     *
     * @param files standard input, output and error output are open; closed with the session
     */
    public Session(FileTable files) {
        this(files, new HashMap<>(), 0);
    }

    private Session(FileTable files, Map<String, String> variables, int status) {
        this.files = files;
        this.variables = variables;
        this.status = status;
    }

    /** Starts a subshell: what it changes is its own, but open files are shared. */
    Session fork() {
        return new Session(files.copy(), new HashMap<>(variables), status);
    }

    /** The same shell with other files open, for a loop that is redirected. */
    Session withFiles(FileTable others) {
        return new Session(others, variables, status);
    }

    /** The shell's own open files, which outlive a command. */
    public FileTable files() {
        return files;
    }

    /** The exit status of the last command, {@code $?}. */
    public int status() {
        return status;
    }

    /** Sets what {@code $?} is. */
    public void setStatus(int status) {
        this.status = status;
    }

    String variable(String name) {
        return name.equals("?") ? Integer.toString(status) : variables.getOrDefault(name, "");
    }

    void assign(String name, String value) {
        variables.put(name, value);
    }

    @Override
    public void close() {
        files.close();
    }
}
