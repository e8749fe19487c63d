package org.jftrace.bpf.image;

import java.util.function.Supplier;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.MachineClosedException;

/** What callers are told of a machine that is gone. */
public final class ClosedMachine {
    private ClosedMachine() {}

    /**
     * Does something that needs the machine.
     *
     * @param step may find the machine closed; changes nothing then
     * @param <T> what it makes
     * @return what it made
     * @throws FtraceException {@link Errno#ENODEV} if it did
     */
    public static <T> T refused(Supplier<T> step) {
        try {
            return step.get();
        } catch (MachineClosedException gone) {
            throw new FtraceException(Errno.ENODEV, "the machine is closed", gone);
        }
    }

    /**
     * Does something that needs the machine and makes nothing.
     *
     * @param step as of {@link #refused}
     * @throws FtraceException as there
     */
    public static void run(Runnable step) {
        refused(() -> {
            step.run();
            return step;
        });
    }
}
