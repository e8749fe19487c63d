package org.jftrace.cli.sh.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;

/** The files of the host. */
final class HostSpace implements FileSpace {
    @Override
    public TraceFile open(String path, OpenMode mode) {
        Path file = path(path);
        if (Files.isDirectory(file)) {
            throw new FtraceException(Errno.EISDIR, path + " is a directory");
        }
        try {
            return new HostFile(FileChannel.open(file, options(mode)));
        } catch (IOException e) {
            throw error(e);
        }
    }

    private static Set<OpenOption> options(OpenMode mode) {
        Set<OpenOption> options = new HashSet<>();
        if (mode.reads()) {
            options.add(StandardOpenOption.READ);
        }
        if (mode.appends()) {
            options.add(StandardOpenOption.APPEND);
        } else if (mode.writes()) {
            options.add(StandardOpenOption.WRITE);
        }
        if (mode.truncates()) {
            options.add(StandardOpenOption.TRUNCATE_EXISTING);
        }
        if (mode.writes()) {
            options.add(StandardOpenOption.CREATE);
        }
        return options;
    }

    @Override
    public void mkdir(String path) {
        try {
            Files.createDirectory(path(path));
        } catch (IOException e) {
            throw error(e);
        }
    }

    @Override
    public void rmdir(String path) {
        if (!isDirectory(path)) {
            throw new FtraceException(
                    Files.exists(path(path)) ? Errno.ENOTDIR : Errno.ENOENT, path + " is not a directory");
        }
        try {
            Files.delete(path(path));
        } catch (IOException e) {
            throw error(e);
        }
    }

    @Override
    public List<String> list(String path) {
        try (Stream<Path> files = Files.list(path(path))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw error(e);
        }
    }

    @Override
    public boolean isDirectory(String path) {
        return Files.isDirectory(path(path));
    }

    private static Path path(String path) {
        return Path.of(Bytes.decoded(path));
    }

    static FtraceException error(IOException e) {
        Errno errno = Errno.EINVAL;
        if (e instanceof NoSuchFileException) {
            errno = Errno.ENOENT;
        } else if (e instanceof AccessDeniedException) {
            errno = Errno.EACCES;
        } else if (e instanceof FileAlreadyExistsException) {
            errno = Errno.EEXIST;
        } else if (e instanceof DirectoryNotEmptyException) {
            errno = Errno.ENOTEMPTY;
        } else if (e instanceof NotDirectoryException) {
            errno = Errno.ENOTDIR;
        }
        return new FtraceException(errno, String.valueOf(e.getMessage()), e);
    }
}
