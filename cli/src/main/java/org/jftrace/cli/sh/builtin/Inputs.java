package org.jftrace.cli.sh.builtin;

import java.util.List;
import org.jftrace.FtraceException;
import org.jftrace.cli.sh.exec.Call;
import org.jftrace.cli.sh.file.Bytes;
import org.jftrace.cli.sh.file.FileSpace;
import org.jftrace.tracefs.OpenMode;
import org.jftrace.tracefs.TraceFile;

/** What commands read: the files they name, or standard input. */
final class Inputs {
    private final FileSpace space;

    Inputs(FileSpace space) {
        this.space = space;
    }

    /** Takes the text of one file. */
    interface Reader {
        /**
         * Reads.
         *
         * @param name as given, empty for standard input
         * @param text whole
         */
        void read(String name, String text);
    }

    /** Reads one after the other; what cannot be read is reported. Returns the status for that. */
    int each(Call call, List<String> names, Reader reader) {
        if (names.isEmpty()) {
            reader.read("", Bytes.text(Bytes.readAll(call.standardInput())));
            return 0;
        }
        int status = 0;
        for (String name : names) {
            String text;
            try (TraceFile file = space.open(name, OpenMode.READ)) {
                text = Bytes.text(Bytes.readAll(file));
            } catch (FtraceException e) {
                status = call.fail(name + ": " + e.errno().text());
                continue;
            }
            reader.read(name, text);
        }
        return status;
    }
}
