package org.jftrace.cli.sh.builtin;

import java.util.Map;
import java.util.Optional;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.cli.sh.exec.BuiltIn;
import org.jftrace.cli.sh.exec.Call;
import org.jftrace.cli.sh.file.Bytes;
import org.jftrace.cli.sh.file.FileSpace;
import org.jftrace.tracefs.OpenMode;

/** System calls by their names, one each: what a shell's redirections hide. An error is printed by its name. */
final class FdTools {
    private static final Map<String, OpenMode> MODES = Map.of(
            "<", OpenMode.READ,
            ">", OpenMode.TRUNCATE,
            ">>", OpenMode.APPEND,
            "<>", OpenMode.READ_WRITE);

    private final FileSpace space;

    FdTools(FileSpace space) {
        this.space = space;
    }

    /** {@code open FD >|>>|<>|< PATH}. */
    int open(Call call) {
        OpenMode mode =
                call.arguments().size() == 3 ? MODES.get(call.arguments().get(1)) : null;
        if (mode == null) {
            throw new BuiltIn.UsageFailure("usage: open FD >|>>|<>|< PATH");
        }
        int fd = fd(call);
        try {
            call.session().files().put(fd, space.open(call.arguments().get(2), mode));
            return 0;
        } catch (FtraceException e) {
            return error(call, e.errno());
        }
    }

    /** {@code write FD "escaped bytes"}: prints how many were taken. */
    int write(Call call) {
        if (call.arguments().size() != 2) {
            throw new BuiltIn.UsageFailure("usage: write FD \"escaped bytes\"");
        }
        byte[] bytes = Bytes.of(Escapes.decode(call.arguments().get(1)));
        int taken;
        try {
            taken = call.session().files().get(fd(call)).write(bytes);
        } catch (FtraceException e) {
            return error(call, e.errno());
        }
        call.print(taken + "\n");
        return 0;
    }

    /** {@code close FD}. */
    int close(Call call) {
        if (call.arguments().size() != 1) {
            throw new BuiltIn.UsageFailure("usage: close FD");
        }
        Optional<Errno> error = call.session().files().close(fd(call));
        return error.isPresent() ? error(call, error.get()) : 0;
    }

    private static int error(Call call, Errno errno) {
        call.print(errno + "\n");
        return 1;
    }

    private static int fd(Call call) {
        String text = call.arguments().get(0);
        if (!text.matches("\\d{1,4}")) {
            throw new BuiltIn.UsageFailure("'" + text + "' is no file descriptor");
        }
        return Integer.parseInt(text);
    }
}
