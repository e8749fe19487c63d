package org.jftrace.cli.sh.exec;

import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jftrace.FtraceException;
import org.jftrace.cli.sh.file.FileSpace;
import org.jftrace.cli.sh.file.FileTable;
import org.jftrace.cli.sh.file.MemoryFile;
import org.jftrace.cli.sh.lang.Node;

/** Runs commands. */
public final class Interpreter {
    private static final String EXEC = "exec";
    private static final int NOT_FOUND = 127;

    private final Map<String, BuiltIn> builtIns;
    private final Redirector redirector;

    /**
     * Makes an interpreter.
     *
     * @param builtIns by name
     * @param space where redirections lead
     */
    public Interpreter(Map<String, BuiltIn> builtIns, FileSpace space) {
        this.builtIns = Map.copyOf(builtIns);
        redirector = new Redirector(space);
    }

    /**
     * Runs a command.
     *
     * @param session takes its status
     * @param node the command
     * @return its status
     * @throws BuiltIn.Exit if it asks the shell to end
     */
    public int run(Session session, Node node) {
        if (node instanceof Node.Simple simple) {
            session.setStatus(simple(session, simple));
        } else if (node instanceof Node.Pipeline pipeline) {
            session.setStatus(pipeline(session, pipeline.stages()));
        } else if (node instanceof Node.AndOr andOr) {
            boolean succeeded = run(session, andOr.left()) == 0;
            if (succeeded == andOr.onSuccess()) {
                run(session, andOr.right());
            }
        } else if (node instanceof Node.For loop) {
            session.setStatus(loop(session, loop));
        } else if (node instanceof Node.Sequence sequence) {
            sequence.nodes().forEach(each -> run(session, each));
        }
        return session.status();
    }

    /** Runs commands in a subshell, which is all that {@code exit} ends there. */
    private int runSubshell(Session subshell, Node node) {
        try {
            return run(subshell, node);
        } catch (BuiltIn.Exit exit) {
            return exit.status();
        }
    }

    /** Each stage runs to its end before the next one starts. */
    private int pipeline(Session session, List<Node> stages) {
        MemoryFile before = null;
        int status = 0;
        for (int i = 0; i < stages.size(); i++) {
            MemoryFile after = new MemoryFile();
            try (Session subshell = session.fork()) {
                if (before != null) {
                    subshell.files().put(0, before);
                }
                if (i + 1 < stages.size()) {
                    subshell.files().put(1, after);
                }
                status = runSubshell(subshell, stages.get(i));
            }
            before = after;
        }
        return status;
    }

    private int loop(Session session, Node.For loop) {
        Expander expander = new Expander(session, this::runSubshell);
        List<String> values = expander.fields(loop.words());
        if (loop.redirections().isEmpty()) {
            return iterate(session, loop, values);
        }
        try (Session redirected = session.withFiles(session.files().copy())) {
            redirector.redirect(loop.redirections(), expander, redirected.files());
            return iterate(redirected, loop, values);
        } catch (Redirector.Failure e) {
            Call.complain(session.files(), "sh: " + e.getMessage());
            return 1;
        }
    }

    private int iterate(Session session, Node.For loop, List<String> values) {
        int status = 0;
        for (String value : values) {
            session.assign(loop.variable(), value);
            status = run(session, loop.body());
        }
        return status;
    }

    private int simple(Session session, Node.Simple simple) {
        Expander expander = new Expander(session, this::runSubshell);
        List<String> words = expander.fields(simple.words());
        if (words.isEmpty() || words.equals(List.of(EXEC))) {
            simple.assignments().forEach(each -> session.assign(each.name(), expander.single(each.value())));
        }
        if (words.equals(List.of(EXEC))) {
            return redirected(simple, expander, session.files(), () -> 0);
        }
        try (FileTable files = session.files().copy()) {
            return redirected(
                    simple,
                    expander,
                    files,
                    () -> words.isEmpty()
                            ? expander.substitutionStatus().orElse(0)
                            : call(new Call(words.get(0), words.subList(1, words.size()), files, session)));
        }
    }

    private int redirected(Node.Simple simple, Expander expander, FileTable files, IntSupplier command) {
        try {
            redirector.redirect(simple.redirections(), expander, files);
        } catch (Redirector.Failure e) {
            Call.complain(files, "sh: " + e.getMessage());
            return 1;
        }
        return command.getAsInt();
    }

    private int call(Call call) {
        BuiltIn builtIn = builtIns.get(call.name());
        if (builtIn == null) {
            Call.complain(call.files(), "sh: " + call.name() + ": not found");
            return NOT_FOUND;
        }
        try {
            return builtIn.run(call);
        } catch (BuiltIn.WriteFailure e) {
            Call.complain(call.files(), builtIn.program(call.name()) + ": write error: " + e.getMessage());
            return 1;
        } catch (BuiltIn.UsageFailure e) {
            return call.fail(String.valueOf(e.getMessage()));
        } catch (FtraceException e) {
            return call.fail(e.errno().text());
        }
    }
}
