package org.jftrace.cli.sh.builtin;

import org.jftrace.FtraceException;
import org.jftrace.cli.sh.exec.BuiltIn;
import org.jftrace.cli.sh.exec.Call;
import org.jftrace.cli.sh.file.Bytes;
import org.jftrace.cli.sh.file.FileSpace;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;

/** {@code cat [FILE…]}. */
final class Cat implements BuiltIn {
    private final FileSpace space;

    Cat(FileSpace space) {
        this.space = space;
    }

    @Override
    public int run(Call call) {
        if (call.arguments().isEmpty()) {
            return copy(call, call.standardInput());
        }
        int status = 0;
        for (String name : call.arguments()) {
            status = Math.max(status, copy(call, name));
        }
        return status;
    }

    private int copy(Call call, String name) {
        if (name.equals("-")) {
            return copy(call, call.standardInput());
        }
        TraceFile opened;
        try {
            opened = space.open(name, OpenMode.READ);
        } catch (FtraceException e) {
            return call.fail("can't open '" + name + "': " + e.errno().text());
        }
        try (TraceFile file = opened) {
            return copy(call, file);
        }
    }

    private static int copy(Call call, TraceFile file) {
        while (true) {
            byte[] chunk;
            try {
                chunk = file.read(Bytes.CHUNK);
            } catch (FtraceException e) {
                return call.fail("read error: " + e.errno().text());
            }
            if (chunk.length == 0) {
                return 0;
            }
            call.print(Bytes.text(chunk));
        }
    }
}
