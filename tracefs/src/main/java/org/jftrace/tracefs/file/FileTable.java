package org.jftrace.tracefs.file;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;

/** Which file is where. Paths are relative, without a slash at either end; the root is the empty one. */
public final class FileTable {
    private final TreeMap<String, ControlFile> files = new TreeMap<>();
    private final TreeSet<String> directories = new TreeSet<>();
    /** How many files below a directory are open; none is not kept. */
    private final Map<String, Integer> open = new HashMap<>();

    /** Makes a table that has the root. */
    public FileTable() {
        directories.add("");
    }

    /**
     * Puts a file somewhere, with the directories above it.
     *
     * @param path where
     * @param file what
     */
    public synchronized void add(String path, ControlFile file) {
        files.put(path, file);
        addDirectory(parent(path));
    }

    /**
     * Makes a directory, with those above it.
     *
     * @param path where
     */
    public synchronized void addDirectory(String path) {
        if (directories.add(path)) {
            addDirectory(parent(path));
        }
    }

    /**
     * Takes a directory away with all that is in it.
     *
     * @param path of a directory
     */
    public synchronized void remove(String path) {
        directories.remove(path);
        directories.removeIf(each -> each.startsWith(path + "/"));
        files.keySet().removeIf(each -> each.startsWith(path + "/"));
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /**
     * Tells whether there is a directory.
     *
     * @param path of a file, a directory or nothing
     * @return true for a directory
     */
    public synchronized boolean isDirectory(String path) {
        return directories.contains(path);
    }

    /**
     * Tells whether there is anything.
     *
     * @param path of a file, a directory or nothing
     * @return true for a file or directory
     */
    public synchronized boolean exists(String path) {
        return files.containsKey(path) || isDirectory(path);
    }

    /**
     * Opens a file.
     *
     * @param path of the file
     * @param mode how
     * @return the open file
     * @throws FtraceException {@link Errno#EISDIR}, {@link Errno#ENOTDIR}, {@link Errno#ENOENT}; {@link Errno#EACCES} where
     *     a shell would have made a new file; or what the file says
     */
    public TraceFile open(String path, OpenMode mode) {
        ControlFile file = find(path, mode);
        count(path, +1);
        try {
            return new CountedFile(file.open(mode), () -> count(path, -1));
        } catch (RuntimeException refused) {
            count(path, -1);
            throw refused;
        }
    }

    private synchronized void count(String path, int change) {
        for (String above = parent(path); !above.isEmpty(); above = parent(above)) {
            open.merge(above, change, (one, other) -> one + other == 0 ? null : one + other);
        }
    }

    /**
     * Refuses a directory of which a file is open.
     *
     * @param path of a directory
     * @throws FtraceException {@link Errno#EBUSY}
     */
    public synchronized void requireIdle(String path) {
        if (open.containsKey(path)) {
            throw new FtraceException(Errno.EBUSY, path + " has " + open.get(path) + " open files");
        }
    }

    private synchronized ControlFile find(String path, OpenMode mode) {
        ControlFile file = files.get(path);
        if (file != null) {
            return file;
        }
        if (isDirectory(path)) {
            throw new FtraceException(Errno.EISDIR, path);
        }
        requireDirectory(parent(path));
        boolean creates = mode.truncates() || mode.appends();
        throw new FtraceException(creates ? Errno.EACCES : Errno.ENOENT, path);
    }

    /**
     * Refuses what is no directory.
     *
     * @param path of a directory
     * @throws FtraceException {@link Errno#ENOTDIR} if it or a part of it is a file, {@link Errno#ENOENT} if it does not
     *     exist
     */
    public synchronized void requireDirectory(String path) {
        if (!isDirectory(path)) {
            String there = path;
            while (!exists(there)) {
                there = parent(there);
            }
            throw new FtraceException(isDirectory(there) ? Errno.ENOENT : Errno.ENOTDIR, path);
        }
    }

    /**
     * Lists a directory.
     *
     * @param path of the directory
     * @return names, sorted
     * @throws FtraceException as {@link #requireDirectory}
     */
    public synchronized List<String> list(String path) {
        requireDirectory(path);
        TreeSet<String> names = new TreeSet<>();
        for (TreeSet<String> all : List.of(new TreeSet<>(files.keySet()), directories)) {
            all.stream()
                    .filter(each -> !each.isEmpty() && parent(each).equals(path))
                    .map(each -> each.substring(each.lastIndexOf('/') + 1))
                    .forEach(names::add);
        }
        return List.copyOf(names);
    }
}
