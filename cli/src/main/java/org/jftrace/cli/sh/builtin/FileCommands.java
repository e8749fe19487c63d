package org.jftrace.cli.sh.builtin;

import java.util.HashMap;
import java.util.Map;
import org.jftrace.cli.sh.exec.BuiltIn;
import org.jftrace.cli.sh.file.FileSpace;

/** The commands that need no machine. */
public final class FileCommands {
    private FileCommands() {}

    /**
     * Makes them.
     *
     * @param space where their files are
     * @return by name
     */
    public static Map<String, BuiltIn> on(FileSpace space) {
        LineTools lines = new LineTools(new Inputs(space));
        DirectoryTools directories = new DirectoryTools(space);
        FdTools descriptors = new FdTools(space);
        Map<String, BuiltIn> commands = new HashMap<>();
        commands.put("echo", new Echo());
        commands.put("printf", new Printf());
        commands.put("cat", new Cat(space));
        commands.put("wc", lines::wc);
        commands.put("head", lines::head);
        commands.put("tail", lines::tail);
        commands.put("grep", lines::grep);
        commands.put("mkdir", directories::mkdir);
        commands.put("rmdir", directories::rmdir);
        commands.put("ls", directories::ls);
        commands.put("open", descriptors::open);
        commands.put("write", descriptors::write);
        commands.put("close", descriptors::close);
        commands.put("sleep", FlowTools::sleep);
        commands.put("exit", FlowTools::exit);
        commands.put("true", call -> 0);
        commands.put(":", call -> 0);
        commands.put("false", call -> 1);
        return commands;
    }
}
