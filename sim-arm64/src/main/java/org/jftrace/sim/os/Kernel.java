package org.jftrace.sim.os;

import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.CpuFault;
import org.jftrace.sim.cpu.Environment;
import org.jftrace.spi.HostCall;

/** What answers the CPUs of one machine. */
final class Kernel implements Environment {
    /** What a system call does that ends a CPU or all of them. */
    interface Exits {
        /** Linux: exit. */
        void exit(Processor processor, int status);

        /** Linux: exit_group. */
        void exitGroup(Processor processor, int status);
    }

    private final GateTable gates;
    private final SystemCalls systemCalls;
    private final GuestClock clock;
    private final Processor[] processors;
    private final Exits exits;

    Kernel(Cluster.Surroundings around, Processor[] processors, Exits exits) {
        this.gates = around.gates();
        this.systemCalls = new SystemCalls(around.memory(), around.stdout(), around.stderr(), around.clock());
        this.clock = around.clock();
        this.processors = processors;
        this.exits = exits;
    }

    @Override
    public void supervisorCall(Cpu cpu, int immediate) {
        Processor processor = processors[cpu.id()];
        int number = (int) cpu.x(8);
        int status = (int) cpu.x(0) & 0xff;
        processor.leaveGuest(); // a write may block
        try {
            if (number == SystemCalls.EXIT) {
                exits.exit(processor, status);
            } else if (number == SystemCalls.EXIT_GROUP) {
                exits.exitGroup(processor, status);
            } else {
                cpu.setX(0, systemCalls.perform(cpu, number));
            }
        } finally {
            processor.enterGuest();
        }
    }

    @Override
    public boolean hostGate(Cpu cpu, long address) {
        if (!GateTable.ADDRESSES.contains(address)) {
            return false;
        }
        Processor processor = processors[cpu.id()];
        if (address == GateTable.RETURN) {
            processor.finishCall();
            return true;
        }
        HostCall call = gates.findAcquire(address);
        if (call == null) {
            throw new CpuFault(address, "no instruction", "no host call is mapped at this gate", null);
        }
        processor.leaveGuest();
        try {
            call.call(cpu);
        } finally {
            processor.enterGuest();
        }
        return true;
    }

    @Override
    public void attention(Cpu cpu) {
        processors[cpu.id()].boundary();
    }

    @Override
    public long virtualCount(Cpu cpu) {
        return clock.monotonic().getAsLong();
    }
}
