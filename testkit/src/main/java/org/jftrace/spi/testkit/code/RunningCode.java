package org.jftrace.spi.testkit.code;

import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.testkit.Background;

/** A guest program that runs on another thread, and the words by which it is told to end and tells that it runs. */
final class RunningCode implements AutoCloseable {
    private final ExecutingMachine on;
    private final long end;
    private final Background<Long> call;

    private RunningCode(ExecutingMachine on, long end, Background<Long> call) {
        this.on = on;
        this.end = end;
        this.call = call;
    }

    /** Where programs write: two words. */
    static long cells(ExecutingMachine on) {
        return on.writable().start();
    }

    /** A program that takes the flag that ends it as x0, and writes to x1 when it runs. */
    static RunningCode start(ExecutingMachine on, long function, long x2, long x3) throws Exception {
        long flag = on.memory().allocateData(8);
        on.memory().writeLong(cells(on), 0);
        RunningCode code =
                new RunningCode(on, flag, Background.start(on, () -> on.call(function, flag, cells(on), x2, x3)));
        code.until("the guest runs", () -> on.memory().readLongAcquire(cells(on)) != 0);
        return code;
    }

    /** A program that writes to x0 and the word behind, and takes the flag that ends it as x1. */
    static RunningCode startWriting(ExecutingMachine on, long function) {
        long flag = on.memory().allocateData(8);
        CodeMemory memory = on.memory();
        memory.writeLong(cells(on), 0);
        memory.writeLong(cells(on) + 8, 0);
        return new RunningCode(on, flag, Background.start(on, () -> on.call(function, cells(on), flag)));
    }

    interface Condition {
        boolean holds();
    }

    void until(String what, Condition condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (call.hasEnded()) {
                call.get(what);
                throw new AssertionError("the guest has ended before: " + what);
            }
            if (System.nanoTime() - start > on.patience() * 1_000_000) {
                throw new AssertionError("not within " + on.patience() + " ms: " + what);
            }
            Thread.onSpinWait();
        }
    }

    /** Lets the program go on to its end. */
    void release() {
        on.memory().patchLong(end, 1);
    }

    long result() throws Exception {
        release();
        return call.get("the guest ends");
    }

    /** After a failure the program may be anywhere. */
    @Override
    public void close() {
        release();
    }
}
