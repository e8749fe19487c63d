package org.jftrace.tracefs;

/** An open control file. For use by one thread at a time. */
public interface TraceFile extends AutoCloseable {
    /**
     * Writes once, as {@code write(2)} does: a file that takes tokens takes exactly one and returns a short count, and the
     * caller writes the rest again.
     *
     * @param bytes what is offered
     * @return how many were taken, 0 to {@code bytes.length}
     * @throws org.jftrace.FtraceException with the errno that the kernel's file gives, {@link org.jftrace.Errno#EBADF} if it
     *     is not open for writing
     */
    int write(byte[] bytes);

    /**
     * Reads once, as {@code read(2)} does.
     *
     * @param most at least 1
     * @return up to that many bytes; none at the end of the file
     * @throws org.jftrace.FtraceException with the errno that the kernel's file gives, {@link org.jftrace.Errno#EBADF} if it
     *     is not open for reading
     */
    byte[] read(int most);

    /**
     * Closes the file. Filter files take effect here. Closing again does nothing.
     *
     * @throws org.jftrace.FtraceException with the errno that the kernel's file gives
     */
    @Override
    void close();
}
