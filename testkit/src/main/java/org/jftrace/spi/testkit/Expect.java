package org.jftrace.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.junit.jupiter.api.function.Executable;

/** The ways in which a machine says no. */
final class Expect {
    private Expect() {}

    static void refusal(Errno errno, String what, Executable asked) {
        FtraceException thrown = assertThrows(FtraceException.class, asked, what);
        assertEquals(errno, thrown.errno(), what);
    }

    static void fault(long address, String what, Executable asked) {
        FtraceException thrown = assertThrows(FtraceException.class, asked, what);
        assertEquals(Errno.EFAULT, thrown.errno(), what);
        String message = String.valueOf(thrown.getMessage());
        // A word that is read as the half of a long may be named by the long.
        boolean named = message.contains(Long.toHexString(address)) || message.contains(Long.toHexString(address & ~4));
        assertTrue(named, () -> what + " does not name the address: " + message);
    }

    /** Two threads take hundreds of addresses at a time, and no address twice. */
    static void apart(MachineUnderTest on, LongSupplier taken) throws Exception {
        Callable<List<Long>> taking = () -> {
            List<Long> addresses = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                addresses.add(taken.getAsLong());
            }
            return addresses;
        };
        Background<List<Long>> other = Background.start(on, taking);
        List<Long> all = taking.call();
        all.addAll(other.get("500 are taken"));
        assertEquals(1000, new HashSet<>(all).size(), "different addresses");
    }
}
