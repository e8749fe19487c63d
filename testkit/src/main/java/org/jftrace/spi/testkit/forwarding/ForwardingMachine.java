package org.jftrace.spi.testkit.forwarding;

import java.util.List;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;

/**
 * Keeps all promises of a machine inside, on the calling thread and with its errors, but those that a subclass breaks:
 *
 * <pre>{@code
 * Machine hasty = new ForwardingMachine(machine) {
 *     public void synchronizeCpus() {}
 * };
 * }</pre>
 *
 * <p>The core and the port get this machine; CPUs and gates are those of the machine inside.
 */
public class ForwardingMachine implements Machine {
    private final Machine machine;
    private final CodeMemory memory;

    /**
     * Passes everything on, memory included.
     *
     * @param machine what keeps the promises
     */
    public ForwardingMachine(Machine machine) {
        this(machine, machine.memory());
    }

    /**
     * Passes everything on but what concerns memory.
     *
     * @param machine what keeps the promises
     * @param memory what {@link #memory} returns, such as a {@link ForwardingMemory} before the machine's own
     */
    public ForwardingMachine(Machine machine, CodeMemory memory) {
        this.machine = machine;
        this.memory = memory;
    }

    @Override
    public CodeMemory memory() {
        return memory;
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
