package org.jftrace.tracefs.filter;

import org.jftrace.FtraceException;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.file.OpenFile;

/** An open file that takes one token a write, and takes effect when it is closed. */
abstract class TokenFile extends OpenFile {
    /** The kernel's FTRACE_BUFF_MAX: the longest symbol with offset, size, module and build id, and four more. */
    static final int BUFFER = 670;

    private final TokenParser parser;

    TokenFile(OpenMode mode, int buffer) {
        super(mode);
        parser = new TokenParser(buffer);
    }

    /** Does what a token says. */
    abstract void process(String token);

    /** Makes the whole of it effective. */
    abstract void commit();

    @Override
    protected int take(byte[] bytes) {
        int taken = parser.take(bytes);
        parser.token().ifPresent(this::process);
        return taken;
    }

    @Override
    protected void release() {
        if (mode().writes()) {
            parser.rest().ifPresent(this::processLast);
            commit();
        }
    }

    private void processLast(String token) {
        try {
            process(token);
        } catch (FtraceException refused) {
            // As in the kernel: nobody is left to hear of it, and what the tokens before it said holds.
            return;
        }
    }
}
