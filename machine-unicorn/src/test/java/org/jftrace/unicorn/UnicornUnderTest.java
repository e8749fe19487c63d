package org.jftrace.unicorn;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;
import org.jftrace.spi.testkit.code.ExecutingMachine;

class UnicornUnderTest implements ExecutingMachine {
    private final UnicornMachine unicorn;
    private final Machine machine;
    private final long stack;

    UnicornUnderTest(UnaryOperator<Machine> breakage) throws IOException {
        unicorn = UnicornMachine.load(Path.of("..", "samples", "guest", "vfs.elf"), OutputStream.nullOutputStream());
        machine = breakage.apply(unicorn);
        stack = unicorn.cpu().sp();
    }

    @Override
    public Machine machine() {
        return machine;
    }

    @Override
    public GuestCpu cpu() {
        return unicorn.cpu();
    }

    @Override
    public AddressRange writable() {
        return AddressRange.ofSize((stack & -4096) - (64 << 10), 4096);
    }

    @Override
    public long call(long function, long... arguments) {
        return unicorn.call(function, arguments);
    }

    @Override
    public void close() {
        unicorn.close();
    }
}
