package org.jftrace.cli.sh.file;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;
import org.jspecify.annotations.Nullable;

/**
 * What the console sees: the control files, whose root is the current directory, and by paths that begin with {@code /} or
 * {@code ./} the host's files.
 */
public final class ConsoleSpace implements FileSpace {
    private static final List<String> MOUNTS = List.of("/sys/kernel/tracing", "/sys/kernel/debug/tracing");
    private static final String SWITCH = "/proc/sys/kernel/ftrace_enabled";
    private static final String NULL = "/dev/null";
    private static final String FUNCTIONS = "F";

    private final FileSpace control;
    private final FileSpace host = new HostSpace();
    private final @Nullable String functions;

    /**
     * Joins them.
     *
     * @param control the control files
     * @param functions what the file {@code F} in their root reads; null if there is no such file
     */
    public ConsoleSpace(FileSpace control, @Nullable String functions) {
        this.control = control;
        this.functions = functions;
    }

    private record Place(FileSpace space, String path) {}

    private Place place(String path) {
        for (String mount : MOUNTS) {
            if (path.equals(mount) || path.startsWith(mount + "/")) {
                return new Place(control, path.substring(Math.min(path.length(), mount.length() + 1)));
            }
        }
        boolean ofHost = path.startsWith("/") || path.startsWith("./") || path.startsWith("../");
        return new Place(ofHost && !path.equals(SWITCH) ? host : control, path.equals(".") ? "" : path);
    }

    @Override
    public TraceFile open(String path, OpenMode mode) {
        if (path.equals(NULL)) {
            return new NullFile();
        }
        if (path.equals(FUNCTIONS) && functions != null) {
            if (mode.writes()) {
                throw new FtraceException(Errno.EACCES, path + " is only to be read");
            }
            return MemoryFile.of(functions);
        }
        Place place = place(path);
        return place.space().open(place.path(), mode);
    }

    @Override
    public void mkdir(String path) {
        Place place = place(path);
        place.space().mkdir(place.path());
    }

    @Override
    public void rmdir(String path) {
        Place place = place(path);
        place.space().rmdir(place.path());
    }

    @Override
    public List<String> list(String path) {
        Place place = place(path);
        List<String> names = new ArrayList<>(place.space().list(place.path()));
        if (functions != null && place.space() == control && place.path().isEmpty()) {
            names.add(FUNCTIONS);
        }
        return names;
    }

    @Override
    public boolean isDirectory(String path) {
        Place place = place(path);
        return place.space().isDirectory(place.path());
    }
}
