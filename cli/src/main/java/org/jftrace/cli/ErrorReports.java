package org.jftrace.cli;

import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** One line an error, and no stack trace unless the environment variable JFTRACE_DEBUG asks for it. */
final class ErrorReports implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
    static final int ERROR = 1;
    static final int USAGE = 2;

    @Override
    public int handleParseException(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        PrintWriter err = command.getErr();
        report(err, firstLine(error) + " (see " + command.getCommandSpec().qualifiedName() + " --help)");
        err.flush();
        return USAGE;
    }

    @Override
    public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        report(err, message(error));
        if (System.getenv("JFTRACE_DEBUG") != null) {
            error.printStackTrace(err);
        }
        err.flush();
        return ERROR;
    }

    private static void report(PrintWriter err, String message) {
        err.println("jftrace: " + message);
    }

    private static String message(Exception error) {
        if (error instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file";
        }
        return firstLine(error);
    }

    private static String firstLine(Exception error) {
        String message = error.getMessage();
        return message == null || message.isBlank()
                ? error.getClass().getSimpleName()
                : message.lines().findFirst().orElseThrow();
    }
}
