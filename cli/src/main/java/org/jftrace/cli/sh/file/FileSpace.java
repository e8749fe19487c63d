package org.jftrace.cli.sh.file;

import java.util.List;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;

/** Files by their paths. Errors are {@link org.jftrace.FtraceException}s with the errno that a kernel gives. */
public interface FileSpace {
    /** Opens a file; with a mode that truncates or appends, one that is not there is made if the place allows it. */
    TraceFile open(String path, OpenMode mode);

    /** Makes a directory. */
    void mkdir(String path);

    /** Removes an empty directory. */
    void rmdir(String path);

    /** Lists the names in a directory. */
    List<String> list(String path);

    /** Tells a directory from a file. */
    boolean isDirectory(String path);
}
