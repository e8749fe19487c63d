package org.jftrace.cli.sh.exec;

import java.util.List;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.cli.sh.file.FileSpace;
import org.jftrace.cli.sh.file.FileTable;
import org.jftrace.cli.sh.lang.Node;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;

/** Opens what commands are redirected to. */
final class Redirector {
    private final FileSpace space;

    Redirector(FileSpace space) {
        this.space = space;
    }

    /** A redirection that could not be made. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        Failure(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Makes redirections in a table, one after the other; those before a failure stay. */
    void redirect(List<Node.Redirection> redirections, Expander expander, FileTable files) throws Failure {
        for (Node.Redirection redirection : redirections) {
            redirect(redirection, expander.single(redirection.target()), files);
        }
    }

    private void redirect(Node.Redirection redirection, String target, FileTable files) throws Failure {
        int fd = redirection.fd();
        switch (redirection.kind()) {
            case READ -> files.put(fd, open(target, OpenMode.READ, "open"));
            case TRUNCATE -> files.put(fd, open(target, OpenMode.TRUNCATE, "create"));
            case APPEND -> files.put(fd, open(target, OpenMode.APPEND, "create"));
            case READ_WRITE -> files.put(fd, open(target, OpenMode.READ_WRITE, "create"));
            case DUPLICATE_INPUT, DUPLICATE_OUTPUT -> {
                if (target.equals("-")) {
                    files.close(fd);
                } else {
                    duplicate(fd, target, files);
                }
            }
        }
    }

    private TraceFile open(String path, OpenMode mode, String verb) throws Failure {
        try {
            return space.open(path, mode);
        } catch (FtraceException e) {
            throw new Failure("can't " + verb + " " + path + ": " + reason(e.errno(), verb), e);
        }
    }

    /** Busybox's words for what is not there. */
    private static String reason(Errno errno, String verb) {
        if (errno != Errno.ENOENT && errno != Errno.ENOTDIR) {
            return errno.text();
        }
        return verb.equals("create") ? "nonexistent directory" : "no such file";
    }

    private static void duplicate(int fd, String target, FileTable files) throws Failure {
        try {
            files.duplicate(fd, Integer.parseInt(target));
        } catch (NumberFormatException | FtraceException e) {
            throw new Failure(target + ": " + Errno.EBADF.text(), e);
        }
    }
}
