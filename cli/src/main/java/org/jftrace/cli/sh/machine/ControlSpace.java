package org.jftrace.cli.sh.machine;

import java.util.List;
import org.jftrace.cli.sh.file.FileSpace;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;
import org.jftrace.tracefs.TraceFs;

/** The control files as the console sees them. */
public final class ControlSpace implements FileSpace {
    private final TraceFs files;

    /**
     * Wraps them.
     *
     * @param files the control files
     */
    public ControlSpace(TraceFs files) {
        this.files = files;
    }

    @Override
    public TraceFile open(String path, OpenMode mode) {
        return files.open(path, mode);
    }

    @Override
    public void mkdir(String path) {
        files.mkdir(path);
    }

    @Override
    public void rmdir(String path) {
        files.rmdir(path);
    }

    @Override
    public List<String> list(String path) {
        return files.list(path);
    }

    @Override
    public boolean isDirectory(String path) {
        return files.isDirectory(path);
    }
}
