package org.jftrace.tracefs.filter;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
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
    private static final int BUFFER = 128;
    private static final int PID_BITS = 30;

    private final Consumer<int @Nullable []> effect;
    private @Nullable Set<Integer> pids;

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
        return pids == null ? "no pid\n" : pids.stream().map(pid -> pid + "\n").collect(Collectors.joining());
    }

    private synchronized void set(@Nullable Set<Integer> now) {
        pids = now;
        effect.accept(
                now == null ? null : now.stream().mapToInt(Integer::intValue).toArray());
    }

    /** All or nothing: a bad token spoils the write. Without any token nothing is named any more. */
    private synchronized int add(byte[] bytes) {
        Set<Integer> now = pids == null ? new TreeSet<>() : new TreeSet<>(pids);
        TokenParser parser = new TokenParser(BUFFER);
        boolean any = false;
        byte[] rest = bytes;
        while (rest.length > 0) {
            int taken = parser.take(rest);
            rest = Arrays.copyOfRange(rest, taken, rest.length);
            String token = parser.rest().orElse("");
            if (!token.isEmpty()) {
                now.add(pid(token));
                any = true;
            }
        }
        set(any ? now : null);
        return bytes.length;
    }

    private static int pid(String token) {
        long number;
        try {
            number = Numbers.unsigned(token, 0);
        } catch (FtraceException noNumber) {
            throw new FtraceException(Errno.EINVAL, token + " is no pid", noNumber);
        }
        int pid = (int) number;
        if (pid >>> PID_BITS != 0) {
            throw new FtraceException(Errno.EPERM, "a pid has " + PID_BITS + " bits, not " + token);
        }
        return pid;
    }
}
