package org.jftrace.cli.sh.file;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.tracefs.TraceFile;

/** The open files of a shell, or of one command, by descriptor. */
public final class FileTable implements AutoCloseable {
    private final Map<Integer, OpenFile> files = new TreeMap<>();

    /** Makes a table in which the same files are open, as fork does. */
    public FileTable copy() {
        FileTable copy = new FileTable();
        files.forEach((fd, file) -> copy.files.put(fd, file.retain()));
        return copy;
    }

    /**
     * Finds an open file.
     *
     * @throws FtraceException EBADF if there is none
     */
    public TraceFile get(int fd) {
        return open(fd).file();
    }

    private OpenFile open(int fd) {
        OpenFile file = files.get(fd);
        if (file == null) {
            throw new FtraceException(Errno.EBADF, "file descriptor " + fd + " is not open");
        }
        return file;
    }

    /** Gives a file a descriptor; what was open there is closed. */
    public void put(int fd, TraceFile file) {
        replace(fd, new OpenFile(file));
    }

    /**
     * Makes a descriptor lead to the same file as another.
     *
     * @throws FtraceException EBADF if the other is not open
     */
    public void duplicate(int fd, int other) {
        replace(fd, open(other));
    }

    /** What closing the earlier file says is lost, as it is in {@code dup2(2)}. */
    private void replace(int fd, OpenFile file) {
        OpenFile before = files.put(fd, file.retain());
        if (before != null) {
            before.release();
        }
    }

    /** Closes a descriptor; returns what {@code close(2)} says. */
    public Optional<Errno> close(int fd) {
        OpenFile file = files.remove(fd);
        return file == null ? Optional.of(Errno.EBADF) : file.release();
    }

    /** Closes all. What that says is lost, as at the end of a process. */
    @Override
    public void close() {
        files.values().forEach(OpenFile::release);
        files.clear();
    }
}
