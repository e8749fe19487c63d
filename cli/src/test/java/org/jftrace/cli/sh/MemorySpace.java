package org.jftrace.cli.sh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.cli.sh.file.Bytes;
import org.jftrace.cli.sh.file.FileSpace;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;

/** A few files that log what is done with them: {@code file} takes all, {@code token} a word a write, {@code bad} refuses. */
final class MemorySpace implements FileSpace {
    private final Map<String, String> texts = new HashMap<>(Map.of("file", "", "token", "", "bad", ""));
    private final TreeSet<String> directories = new TreeSet<>(List.of("instances"));
    private final List<String> log = new ArrayList<>();

    MemorySpace with(String name, String text) {
        texts.put(name, text);
        return this;
    }

    /** What was done, in order. */
    List<String> log() {
        return log;
    }

    @Override
    public TraceFile open(String path, OpenMode mode) {
        if (!texts.containsKey(path)) {
            throw new FtraceException(Errno.ENOENT, path);
        }
        if (mode.truncates()) {
            texts.put(path, "");
        }
        return new Entry(path, mode);
    }

    private final class Entry implements TraceFile {
        private final String path;
        private final OpenMode mode;
        private int position;

        Entry(String path, OpenMode mode) {
            this.path = path;
            this.mode = mode;
        }

        @Override
        public int write(byte[] bytes) {
            String text = Bytes.text(bytes);
            log.add(path + " write " + text.replace("\n", "\\n"));
            if (!mode.writes() || path.equals("bad") || text.startsWith("bad")) {
                throw new FtraceException(mode.writes() ? Errno.EINVAL : Errno.EBADF, path);
            }
            int count = path.equals("token") ? token(text) : text.length();
            texts.merge(path, text.substring(0, count), String::concat);
            return count;
        }

        private static int token(String text) {
            String rest = text.replaceFirst("^[^ \n]*[ \n]?", "");
            return text.length() - rest.length();
        }

        @Override
        public byte[] read(int most) {
            byte[] all = Bytes.of(texts.getOrDefault(path, ""));
            int end = Math.min(all.length, position + most);
            byte[] read = Arrays.copyOfRange(all, position, end);
            position = end;
            return read;
        }

        @Override
        public void close() {
            log.add(path + " close");
        }
    }

    @Override
    public void mkdir(String path) {
        if (!directories.add(path)) {
            throw new FtraceException(Errno.EEXIST, path);
        }
    }

    @Override
    public void rmdir(String path) {
        if (!directories.remove(path)) {
            throw new FtraceException(Errno.ENOENT, path);
        }
    }

    @Override
    public List<String> list(String path) {
        String prefix = path.isEmpty() ? "" : path + "/";
        List<String> names = new ArrayList<>(texts.keySet());
        names.addAll(directories);
        return names.stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .filter(name -> name.indexOf('/') < 0)
                .toList();
    }

    @Override
    public boolean isDirectory(String path) {
        return path.isEmpty() || directories.contains(path);
    }
}
