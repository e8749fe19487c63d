package org.jftrace.jcstress.rig;

import java.util.List;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;

/** A machine that keeps all promises of another but those that a test breaks. */
public class BrokenMachine implements Machine {
    private final Machine machine;

    public BrokenMachine(Machine machine) {
        this.machine = machine;
    }

    @Override
    public CodeMemory memory() {
        return machine.memory();
    }

    @Override
    public SymbolTable symbols() {
        return machine.symbols();
    }

    @Override
    public int maxCpus() {
        return machine.maxCpus();
    }

    @Override
    public long mapHostCall(HostCall call) {
        return machine.mapHostCall(call);
    }

    @Override
    public void unmapHostCall(long gate) {
        machine.unmapHostCall(gate);
    }

    @Override
    public void synchronizeCpus() {
        machine.synchronizeCpus();
    }

    @Override
    public void awaitQuiescence(List<AddressRange> ranges) {
        machine.awaitQuiescence(ranges);
    }

    @Override
    public boolean isClosed() {
        return machine.isClosed();
    }
}
