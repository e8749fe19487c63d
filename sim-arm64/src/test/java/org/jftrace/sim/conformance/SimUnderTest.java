package org.jftrace.sim.conformance;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;
import org.jftrace.spi.testkit.code.ExecutingMachine;

class SimUnderTest implements ExecutingMachine {
    final SimMachine sim;
    private final Machine machine;
    private final long stack;

    SimUnderTest(UnaryOperator<Machine> breakage) throws IOException {
        sim = SimMachine.builder(Path.of("..", "samples", "guest", "vfs.elf"))
                .stdout(OutputStream.nullOutputStream())
                .build();
        machine = breakage.apply(sim);
        stack = sim.cpu(0).sp();
    }

    @Override
    public Machine machine() {
        return machine;
    }

    @Override
    public GuestCpu cpu() {
        return sim.cpu(0);
    }

    @Override
    public AddressRange writable() {
        return AddressRange.ofSize((stack & -4096) - (64 << 10), 4096);
    }

    @Override
    public long call(long function, long... arguments) {
        return sim.call(function, arguments);
    }

    @Override
    public void close() {
        sim.close();
    }
}
