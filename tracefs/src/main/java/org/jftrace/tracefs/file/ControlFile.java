package org.jftrace.tracefs.file;

import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;

/** A control file, open or not. */
@FunctionalInterface
public interface ControlFile {
    /**
     * Opens it.
     *
     * @param mode how
     * @return an open file of its own
     * @throws org.jftrace.FtraceException with the errno that the kernel's file gives
     */
    TraceFile open(OpenMode mode);
}
