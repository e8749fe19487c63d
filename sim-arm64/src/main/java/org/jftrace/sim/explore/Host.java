package org.jftrace.sim.explore;

import java.util.function.BooleanSupplier;
import org.jftrace.sim.adversary.Pacer.Operation;
import org.jspecify.annotations.Nullable;

/** A host thread, and where it stands. */
final class Host {
    /** Where a host stands. Written by its own thread. */
    enum State {
        /** Before an operation, which it does when it is told to. */
        READY,
        /** Told to go on, and not at its next operation yet. */
        RUNNING,
        /** Has done all. */
        FINISHED
    }

    final String name;
    final int number;
    final Runnable program;
    volatile State state = State.READY;
    volatile @Nullable Thread thread;
    Operation operation = Operation.PAUSE;
    long address;

    @Nullable
    BooleanSupplier condition;
    /** What it has done and learnt: on that depends what it does next. */
    long history;

    /** Is running, but waits for a lock that the other one holds. Written by whoever conducts. */
    boolean blocked;

    Host(String name, int number, Runnable program) {
        this.name = name;
        this.number = number;
        this.program = program;
    }

    /** Comes to an operation. */
    void arrive(Operation at, long where, @Nullable BooleanSupplier waitsFor) {
        operation = at;
        address = where;
        condition = waitsFor;
        state = State.READY;
    }

    boolean canGoOn() {
        BooleanSupplier waitsFor = condition;
        return state == State.READY && (waitsFor == null || waitsFor.getAsBoolean());
    }

    @Override
    public String toString() {
        String what = condition == null ? operation.toString() : operation + " is over";
        return name + ": " + what + (address == 0 ? "" : " 0x" + Long.toHexString(address));
    }
}
