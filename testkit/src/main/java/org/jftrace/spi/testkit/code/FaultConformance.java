package org.jftrace.spi.testkit.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jftrace.FtraceException;
import org.jftrace.spi.testkit.Conformance;
import org.junit.jupiter.api.Test;

/** What guest code may not do ends its run, and is not done. */
public interface FaultConformance extends Conformance {
    @Override
    ExecutingMachine open() throws Exception;

    /**
     * UDF.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void anEmptyBlockIsNoCode() throws Exception {
        try (ExecutingMachine on = open()) {
            long empty = on.memory().allocateCode(64, on.machine().symbols().text());
            assertThrows(RuntimeException.class, () -> on.call(empty));
        }
    }

    /**
     * Neither by a branch nor by a load nor by a store.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void whereNothingIsNothingCanBeDone() throws Exception {
        try (ExecutingMachine on = open()) {
            long nothing = on.unmapped();
            assertThrows(RuntimeException.class, () -> on.call(nothing), "branch");
        }
        assertFaults("load", GuestCode.LOAD, on -> on.unmapped());
        assertFaults("store", GuestCode.STORE, on -> on.unmapped());
    }

    /**
     * Text, generated code, and handles are the tracer's to write.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void guestCodeWritesNeitherCodeNorTheTracersData() throws Exception {
        assertFaults(
                "text", GuestCode.STORE, on -> on.machine().symbols().text().start() & -8);
        assertFaults(
                "generated code",
                GuestCode.STORE,
                on -> on.memory().allocateCode(16, on.machine().symbols().text()));
        assertFaults("the tracer's data", GuestCode.STORE, on -> on.memory().allocateData(16));
    }

    /**
     * A gate can be branched to, no more.
     *
     * @throws Exception if the machine cannot be made
     */
    @Test
    default void guestCodeNeitherReadsNorWritesAGate() throws Exception {
        assertFaults("load from a gate", GuestCode.LOAD, on -> on.machine().mapHostCall(cpu -> {}));
        assertFaults("store to a gate", GuestCode.STORE, on -> on.machine().mapHostCall(cpu -> {}));
    }

    /** Where to try it. */
    interface Target {
        /**
         * Finds or makes a place.
         *
         * @param on the machine
         * @return its address
         */
        long in(ExecutingMachine on);
    }

    private void assertFaults(String what, int[] code, Target target) throws Exception {
        try (ExecutingMachine on = open()) {
            long at = target.in(on);
            long before = readable(on, at);
            long function = GuestCode.place(on, code);
            assertThrows(RuntimeException.class, () -> on.call(function, at, ~before), what);
            assertEquals(before, readable(on, at), what);
        }
    }

    private static long readable(ExecutingMachine on, long at) {
        try {
            return on.memory().readLong(at);
        } catch (FtraceException nothingThere) {
            return 0;
        }
    }
}
