package org.jftrace.tracefs.filter;

import java.util.BitSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;
import org.jftrace.tracefs.file.ControlFile;
import org.jftrace.tracefs.file.Numbers;
import org.jftrace.tracefs.file.OpenFile;
import org.jspecify.annotations.Nullable;

/**
 * {@code set_ftrace_pid}, and {@code set_ftrace_notrace_pid}. Unlike the function filters they take all tokens of a write at
 * once, and work from then on.
 */
public final class PidFile implements ControlFile {
    private static final int BUFFER = 127;
    private static final int PID_MAX = 1 << 22;

    private final Consumer<int @Nullable []> effect;
    private @Nullable BitSet pids;

    /**
     * Makes a file that names no task.
     *
     * @param effect is given the tasks each time they are written; null for none
     */
    public PidFile(Consumer<int @Nullable []> effect) {
        this.effect = effect;
    }

    @Override
    public TraceFile open(OpenMode mode) {
        if (mode.truncates()) {
            set(null);
        }
        return new OpenFile(mode) {
            @Override
            protected String text() {
                return lines();
            }

            @Override
            protected int take(byte[] bytes) {
                return add(bytes);
            }
        };
    }

    private synchronized String lines() {
        return pids == null
                ? "no pid\n"
                : pids.stream().mapToObj(pid -> pid + "\n").collect(Collectors.joining());
    }

    private synchronized void set(@Nullable BitSet now) {
        pids = now;
        effect.accept(now == null ? null : now.stream().toArray());
    }

    /** All or nothing: a bad token spoils the write. Without any token nothing is named any more. */
    private synchronized int add(byte[] bytes) {
        BitSet now = pids == null ? new BitSet() : (BitSet) pids.clone();
        TokenParser parser = new TokenParser(BUFFER);
        boolean any = false;
        byte[] rest = bytes;
        while (rest.length > 0) {
            int taken = parser.take(rest);
            rest = java.util.Arrays.copyOfRange(rest, taken, rest.length);
            String token = parser.rest().orElse("");
            if (!token.isEmpty()) {
                now.set(pid(token));
                any = true;
            }
        }
        set(any ? now : null);
        return bytes.length;
    }

    private static int pid(String token) {
        long pid = Numbers.unsigned(token, 0);
        if (pid < 0 || pid >= Integer.MAX_VALUE) {
            throw new FtraceException(Errno.EINVAL, token + " is no pid");
        }
        // The kernel has a bit for each pid there can be, and so says nothing of one there cannot be... 
        return (int) Math.min(pid, PID_MAX);
    }
}
