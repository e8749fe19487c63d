package org.jftrace;

/**
 * The error numbers that the ftrace interfaces of Linux return, with their values on arm64 and the text that
 * {@code strerror(3)} prints.
 */
public enum Errno {
    /** Operation not permitted. */
    EPERM(1, "Operation not permitted"),
    /** No such file, function or call site. */
    ENOENT(2, "No such file or directory"),
    /** More programs than one trampoline takes. */
    E2BIG(7, "Argument list too long"),
    /** Bad file number: the file is not open, or not in that mode. */
    EBADF(9, "Bad file descriptor"),
    /** A lock was taken by somebody who waits for us; nothing changed, try again. */
    EAGAIN(11, "Resource temporarily unavailable"),
    /** Guest memory is used up. */
    ENOMEM(12, "Cannot allocate memory"),
    /** The file is not open in that mode. */
    EACCES(13, "Permission denied"),
    /** A guest address that is not mapped, or an instruction that is not what was expected there. */
    EFAULT(14, "Bad address"),
    /** Registered already, not registered, or owned by somebody else. */
    EBUSY(16, "Device or resource busy"),
    /** There is one of that name already. */
    EEXIST(17, "File exists"),
    /** The machine is closed, tracing was killed by an {@link org.jftrace.site.FtraceBug}, or ftrace is off. */
    ENODEV(19, "No such device"),
    /** A part of the path is no directory. */
    ENOTDIR(20, "Not a directory"),
    /** A directory, where a file is wanted. */
    EISDIR(21, "Is a directory"),
    /** A value out of its range, or a filter that selects nothing. */
    EINVAL(22, "Invalid argument"),
    /** No room left in a bounded table. */
    ENOSPC(28, "No space left on device"),
    /** A number out of range, such as a branch target beyond the reach of BL. */
    ERANGE(34, "Numerical result out of range"),
    /** Not implemented by this machine or architecture. */
    ENOSYS(38, "Function not implemented"),
    /** A directory that is not empty. */
    ENOTEMPTY(39, "Directory not empty"),
    /** The kernel's own "not supported", which user space has no text for. */
    ENOTSUPP(524, "Unknown error 524");

    private final int number;
    private final String text;

    Errno(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /**
     * Returns the positive number, as in {@code errno.h}.
     *
     * @return the number, 1 to 4095
     */
    public int number() {
        return number;
    }

    /**
     * Returns what {@code strerror(3)} prints for this number.
     *
     * @return the text, such as {@code Invalid argument}
     */
    public String text() {
        return text;
    }
}
