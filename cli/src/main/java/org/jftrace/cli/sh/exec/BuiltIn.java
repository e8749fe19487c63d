package org.jftrace.cli.sh.exec;

/** A command. */
public interface BuiltIn {
    /**
     * Runs it.
     *
     * @param call arguments and files
     * @return the exit status
     * @throws WriteFailure if its output could not be written
     * @throws UsageFailure if it was called wrongly
     */
    int run(Call call);

    /**
     * Who complains when output cannot be written.
     *
     * @param name of the command
     * @return the name of the program that it is in busybox
     */
    default String program(String name) {
        return name;
    }

    /** Output could not be written. */
    final class WriteFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WriteFailure(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    /** Wrong arguments. */
    final class UsageFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /**
         * Makes one.
         *
         * @param message what is wrong
         */
        public UsageFailure(String message) {
            super(message);
        }

        /**
         * Makes one.
         *
         * @param message what is wrong
         * @param cause how that was found out
         */
        public UsageFailure(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The shell is to end. */
    final class Exit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        /**
         * Makes one.
         *
         * @param status of the shell
         */
        public Exit(int status) {
            super("exit " + status);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }
}
