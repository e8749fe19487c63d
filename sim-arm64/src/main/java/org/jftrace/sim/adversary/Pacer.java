package org.jftrace.sim.adversary;

import java.util.function.BooleanSupplier;

/** Decides when the host may do the next thing to a machine; called on the thread that wants to do it. */
public interface Pacer {
    /** Lets everything happen at once, and throws what goes wrong. */
    Pacer NONE = new Pacer() {
        @Override
        public void enter() {}

        @Override
        public void before(Operation operation, long address) {}

        @Override
        public void await(Operation operation, BooleanSupplier done) {
            if (!done.getAsBoolean()) {
                throw new IllegalStateException("nobody makes the CPUs go on, so " + operation + " waits for ever");
            }
        }

        @Override
        public void observed(long value) {}

        @Override
        public void violated(Violation violation) {
            throw violation;
        }
    };

    /** What the host does to a machine. */
    enum Operation {
        /** Reads memory. */
        READ,
        /** Takes memory. */
        ALLOCATE,
        /** Writes memory that CPUs may know of. */
        WRITE,
        /** Gives memory back. */
        FREE,
        /** Takes a gate back. */
        UNMAP,
        /** {@link org.jftrace.spi.Machine#synchronizeCpus}. */
        SYNCHRONIZE,
        /** {@link org.jftrace.spi.Machine#awaitQuiescence}. */
        QUIESCE,
        /** Nothing; a point at which others may go on. */
        PAUSE
    }

    /** Is called first in each operation: returns when nobody else uses the machine. */
    void enter();

    /**
     * Is called before an operation that others can tell, which takes place when this returns.
     *
     * @param operation what is about to happen
     * @param address where, or 0
     */
    void before(Operation operation, long address);

    /**
     * Returns when a condition holds that CPUs make true.
     *
     * @param operation what waits
     * @param done may be asked at any time
     */
    void await(Operation operation, BooleanSupplier done);

    /**
     * Is told what the host has learnt, on which may depend what it does next.
     *
     * @param value what was read
     */
    void observed(long value);

    /**
     * Is told of what must not happen, when the host does it.
     *
     * @param violation what it is
     */
    void violated(Violation violation);
}
