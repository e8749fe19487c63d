package org.jftrace.cli.explore;

import java.util.List;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;

/** Keeps all promises of the machine inside, unless a subclass breaks one. */
class BrokenMachine implements Machine, CodeMemory {
    final Machine machine;

    BrokenMachine(Machine machine) {
        this.machine = machine;
    }

    @Override
    public CodeMemory memory() {
        return this;
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
    public long readLongAcquire(long address) {
        return machine.memory().readLongAcquire(address);
    }

    @Override
    public void writeLong(long address, long value) {
        machine.memory().writeLong(address, value);
    }

    @Override
    public void patchWord(long address, int word) {
        machine.memory().patchWord(address, word);
    }

    @Override
    public void patchLong(long address, long value) {
        machine.memory().patchLong(address, value);
    }

    @Override
    public long allocateCode(long size, AddressRange near) {
        return machine.memory().allocateCode(size, near);
    }

    @Override
    public long allocateData(long size) {
        return machine.memory().allocateData(size);
    }

    @Override
    public void free(long address) {
        machine.memory().free(address);
    }
}
