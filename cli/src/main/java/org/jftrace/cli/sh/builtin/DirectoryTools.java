package org.jftrace.cli.sh.builtin;

import java.util.List;
import java.util.function.Consumer;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.cli.sh.exec.BuiltIn;
import org.jftrace.cli.sh.exec.Call;
import org.jftrace.cli.sh.file.FileSpace;

/** Commands about directories. */
final class DirectoryTools {
    private final FileSpace space;

    DirectoryTools(FileSpace space) {
        this.space = space;
    }

    /** {@code mkdir DIR…}. */
    int mkdir(Call call) {
        return each(call, "can't create directory ", space::mkdir);
    }

    /** {@code rmdir DIR…}. */
    int rmdir(Call call) {
        return each(call, "", space::rmdir);
    }

    private static int each(Call call, String failure, Consumer<String> change) {
        if (call.arguments().isEmpty()) {
            throw new BuiltIn.UsageFailure("usage: " + call.name() + " DIR...");
        }
        int status = 0;
        for (String path : call.arguments()) {
            try {
                change.accept(path);
            } catch (FtraceException e) {
                status = call.fail(failure + "'" + path + "': " + e.errno().text());
            }
        }
        return status;
    }

    /** {@code ls [PATH…]}: names, one a line. */
    int ls(Call call) {
        List<String> paths = call.arguments().isEmpty() ? List.of(".") : call.arguments();
        int status = 0;
        for (String path : paths) {
            try {
                if (paths.size() > 1 && space.isDirectory(path)) {
                    call.print((path.equals(paths.get(0)) ? "" : "\n") + path + ":\n");
                }
                call.print(listing(path));
            } catch (FtraceException e) {
                status = call.fail(path + ": " + e.errno().text());
            }
        }
        return status;
    }

    private String listing(String path) {
        if (!space.isDirectory(path)) {
            requireFile(path);
            return path + "\n";
        }
        StringBuilder names = new StringBuilder();
        space.list(path).stream().sorted().forEach(name -> names.append(name).append('\n'));
        return names.toString();
    }

    private void requireFile(String path) {
        int slash = path.lastIndexOf('/');
        String directory = slash < 0 ? "." : path.substring(0, Math.max(slash, 1));
        if (!space.list(directory).contains(path.substring(slash + 1))) {
            throw new FtraceException(Errno.ENOENT, path);
        }
    }
}
