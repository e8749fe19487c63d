package org.jftrace.tracefs;

/** How a control file is opened; the access mode and flags of {@code open(2)}. */
public enum OpenMode {
    /** To read; a shell's {@code <}. */
    READ(true, false, false, false),
    /** To write, with nothing truncated; {@code O_WRONLY}. */
    WRITE(false, true, false, false),
    /** To write, truncating first: for a filter, an empty one to begin with. A shell's {@code >}. */
    TRUNCATE(false, true, true, false),
    /** To write at the end; a shell's {@code >>}. */
    APPEND(false, true, false, true),
    /** To read and write; a shell's {@code <>}. */
    READ_WRITE(true, true, false, false);

    private final boolean reads;
    private final boolean writes;
    private final boolean truncates;
    private final boolean appends;

    OpenMode(boolean reads, boolean writes, boolean truncates, boolean appends) {
        this.reads = reads;
        this.writes = writes;
        this.truncates = truncates;
        this.appends = appends;
    }

    /**
     * Tells whether the file can be read.
     *
     * @return {@code FMODE_READ}
     */
    public boolean reads() {
        return reads;
    }

    /**
     * Tells whether the file can be written.
     *
     * @return {@code FMODE_WRITE}
     */
    public boolean writes() {
        return writes;
    }

    /**
     * Tells whether opening empties the file.
     *
     * @return {@code O_TRUNC}
     */
    public boolean truncates() {
        return truncates;
    }

    /**
     * Tells whether writes go to the end.
     *
     * @return {@code O_APPEND}
     */
    public boolean appends() {
        return appends;
    }
}
