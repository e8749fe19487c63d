package org.jftrace.sim.twin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jftrace.sim.cpu.CodeCache;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Environment;
import org.jftrace.sim.exec.A64Predecoder;
import org.jftrace.sim.memory.GuestMemory;
import org.jftrace.sim.memory.Protection;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestTask;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.TraceState;

/** One CPU, a page of text with one call site, a stack, and gates: enough to execute a trampoline step by step. */
final class BareMachine implements Machine, Environment {
    static final long LITERAL = 0x40_0000;
    static final long FUNCTION = LITERAL + 8;
    static final long IP = LITERAL + 12;
    static final long STACK = 0x7fff_0000_0000L;
    static final long STACK_SIZE = 0x4000;

    private static final int NOP = 0xd503201f;
    private static final long FIRST_GATE = 0xffff_0000_0000_0000L;

    final GuestMemory memory = new GuestMemory();
    final Cpu cpu;
    private final Map<Long, HostCall> gates = new HashMap<>();

    BareMachine() {
        memory.map("text", LITERAL, 0x1000, Protection.READ_EXECUTE);
        memory.map("stack", STACK, STACK_SIZE, Protection.READ_WRITE);
        for (int word = 0; word < 4; word++) {
            memory.patchWord(LITERAL + 4L * word, NOP);
        }
        CodeCache code = new CodeCache(memory, new A64Predecoder());
        cpu = new Cpu(0, code, this, new Task());
    }

    private static final class Task implements GuestTask {
        private final TraceState traceState = new TraceState();

        @Override
        public int id() {
            return 1;
        }

        @Override
        public String comm() {
            return "bare";
        }

        @Override
        public TraceState traceState() {
            return traceState;
        }
    }

    @Override
    public CodeMemory memory() {
        return memory;
    }

    @Override
    public SymbolTable symbols() {
        return SymbolTable.builder("").function("traced", FUNCTION, 16).build();
    }

    @Override
    public int maxCpus() {
        return 1;
    }

    @Override
    public long mapHostCall(HostCall call) {
        long gate = FIRST_GATE + 16L * gates.size();
        gates.put(gate, call);
        return gate;
    }

    @Override
    public void unmapHostCall(long gate) {
        gates.remove(gate);
    }

    @Override
    public void synchronizeCpus() {
        cpu.synchronizeContext();
    }

    @Override
    public void awaitQuiescence(List<AddressRange> ranges) {
        throw new UnsupportedOperationException("nothing is freed here: " + ranges);
    }

    @Override
    public boolean isClosed() {
        return false;
    }

    @Override
    public void supervisorCall(Cpu caller, int immediate) {
        throw new UnsupportedOperationException("svc #" + immediate);
    }

    @Override
    public boolean hostGate(Cpu caller, long address) {
        HostCall call = gates.get(address);
        if (call == null) {
            return false;
        }
        call.call(caller);
        return true;
    }

    @Override
    public void attention(Cpu who) {
        throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public long virtualCount(Cpu reader) {
        return reader.instructions();
    }
}
