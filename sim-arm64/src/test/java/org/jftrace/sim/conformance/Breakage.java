package org.jftrace.sim.conformance;

import java.io.IOException;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;
import org.jftrace.spi.testkit.forwarding.ForwardingMachine;

/** A machine in which one thing is wrong, and the check that has to see it. */
record Breakage(String check, Maker maker) {
    interface Maker {
        SimUnderTest open() throws IOException;
    }

    /** As it is, only less patient. */
    static class Impatient extends SimUnderTest {
        Impatient(UnaryOperator<Machine> breakage) throws IOException {
            super(breakage);
        }

        @Override
        public long patience() {
            return 300;
        }
    }

    static Breakage machine(String check, UnaryOperator<Machine> breakage) {
        return new Breakage(check, () -> new Impatient(breakage));
    }

    static Breakage memory(String check, UnaryOperator<CodeMemory> breakage) {
        return machine(check, sound -> new ForwardingMachine(sound, breakage.apply(sound.memory())));
    }

    static Breakage cpu(String check, GuestCpu broken) {
        return new Breakage(check, () -> new Impatient(UnaryOperator.identity()) {
            @Override
            public GuestCpu cpu() {
                return broken;
            }
        });
    }

    /** What becomes of a call: gets the machine and the function. */
    static Breakage call(String check, BiFunction<SimUnderTest, Long, Long> instead) {
        return new Breakage(check, () -> new Impatient(UnaryOperator.identity()) {
            @Override
            public long call(long function, long... arguments) {
                return instead.apply(this, function);
            }
        });
    }

    @Override
    public String toString() {
        return check;
    }
}
