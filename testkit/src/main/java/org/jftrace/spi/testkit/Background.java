package org.jftrace.spi.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Work of a check on a daemon thread of its own, so that a machine that hangs fails the check and not the build.
 *
 * @param <T> what comes of it
 */
public final class Background<T> {
    /** For how long one that spins is left alone before it is taken for waiting. */
    private static final long SPINNING_NANOS = 300_000_000L;

    private final FutureTask<T> task;
    private final Thread thread;
    private final long patience;

    private Background(Callable<T> work, long patience) {
        task = new FutureTask<>(work);
        thread = new Thread(task, "conformance");
        thread.setDaemon(true);
        this.patience = patience;
    }

    /**
     * Starts work.
     *
     * @param on whose {@linkplain MachineUnderTest#patience patience} it has
     * @param work what is done
     * @param <T> what comes of it
     * @return under way
     */
    public static <T> Background<T> start(MachineUnderTest on, Callable<T> work) {
        Background<T> background = new Background<>(work, on.patience());
        background.thread.start();
        return background;
    }

    /**
     * Does work on another thread and waits for it.
     *
     * @param on whose patience it has
     * @param what for the message of a failure
     * @param work what is done
     * @throws Exception what the work throws
     */
    public static void within(MachineUnderTest on, String what, Runnable work) throws Exception {
        Background.<Boolean>start(on, () -> {
                    work.run();
                    return true;
                })
                .get(what);
    }

    /**
     * Waits for the end.
     *
     * @param what for the message of a failure, such as "the loop ends"
     * @return what came of it
     * @throws Exception what the work threw
     */
    public T get(String what) throws Exception {
        try {
            return task.get(patience, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return fail("not within " + patience + " ms: " + what);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception exception ? exception : e;
        }
    }

    /**
     * Tells whether the work has ended.
     *
     * @return true also if it threw something
     */
    public boolean hasEnded() {
        return task.isDone();
    }

    /** Returns when the thread sleeps, or has ended, or has been busy for so long that it must be waiting for something. */
    public void untilItWaits() {
        long start = System.nanoTime();
        while (!hasEnded() && !isAsleep() && System.nanoTime() - start < SPINNING_NANOS) {
            Thread.onSpinWait();
        }
    }

    private boolean isAsleep() {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }
}
