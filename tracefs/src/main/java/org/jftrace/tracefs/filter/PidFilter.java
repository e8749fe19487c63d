package org.jftrace.tracefs.filter;

import java.nio.charset.StandardCharsets;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.TaskFilter;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;
import org.jftrace.tracefs.file.ControlFile;
import org.jftrace.tracefs.file.Numbers;
import org.jftrace.tracefs.file.OpenFile;

/** Which tasks are traced: {@code set_ftrace_pid} and {@code set_ftrace_notrace_pid}. */
public final class PidFilter {
    private static final int BUFFER = 128;
    private static final long MAX_PID = 1L << 30;

    private final Consumer<TaskFilter> effect;
    private SortedSet<Integer> only = new TreeSet<>();
    private SortedSet<Integer> except = new TreeSet<>();

    /**
     * Lets all tasks be traced.
     *
     * @param effect is told of each change
     */
    public PidFilter(Consumer<TaskFilter> effect) {
        this.effect = effect;
    }

    /**
     * Makes a file.
     *
     * @param selects true for the tasks that are traced, false for those that are not
     * @return the file
     */
    public ControlFile file(boolean selects) {
        return mode -> open(mode, selects);
    }

    private TraceFile open(OpenMode mode, boolean selects) {
        if (mode.truncates()) {
            set(selects, new TreeSet<>());
        }
        return new OpenFile(mode) {
            @Override
            protected String text() {
                return PidFilter.this.text(selects);
            }

            @Override
            protected int take(byte[] bytes) {
                add(selects, bytes);
                return bytes.length;
            }
        };
    }

    private synchronized String text(boolean selects) {
        SortedSet<Integer> pids = pids(selects);
        return pids.isEmpty()
                ? "no pid\n"
                : pids.stream().map(pid -> pid + "\n").collect(Collectors.joining());
    }

    private SortedSet<Integer> pids(boolean selects) {
        return selects ? only : except;
    }

    /** All of one write or nothing. A write without a number clears the list, as the kernel's does. */
    private synchronized void add(boolean selects, byte[] bytes) {
        SortedSet<Integer> written = new TreeSet<>();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String token : text.split("[\\s\\x00\\x0b\\xa0]+", -1)) {
            if (!token.isEmpty()) {
                written.add(pid(token));
            }
        }
        if (!written.isEmpty()) {
            written.addAll(pids(selects));
        }
        set(selects, written);
    }

    private static int pid(String token) {
        if (token.length() >= BUFFER) {
            throw new FtraceException(Errno.EINVAL, "a number of " + token.length() + " digits");
        }
        try {
            int pid = (int) Numbers.unsigned(token, 0);
            if (Integer.toUnsignedLong(pid) >= MAX_PID) {
                throw new FtraceException(Errno.EPERM, "no task has the number " + token);
            }
            return pid;
        } catch (FtraceException refused) {
            Errno errno = refused.errno() == Errno.ERANGE ? Errno.EINVAL : refused.errno();
            throw new FtraceException(errno, "\"" + token + "\" is no task", refused);
        }
    }

    private synchronized void set(boolean selects, SortedSet<Integer> pids) {
        if (selects) {
            only = pids;
        } else {
            except = pids;
        }
        TaskFilter tasks = TaskFilter.all();
        if (!only.isEmpty()) {
            tasks = tasks.only(numbers(only));
        }
        effect.accept(except.isEmpty() ? tasks : tasks.except(numbers(except)));
    }

    private static int[] numbers(SortedSet<Integer> pids) {
        return pids.stream().mapToInt(Integer::intValue).toArray();
    }
}
