package org.jftrace.sim.light;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.MachineClosedException;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.HostEntry;
import org.jspecify.annotations.Nullable;

/**
 * A machine for concurrency tests and benchmarks: made in microseconds, with functions {@code f0}, {@code f1} and so on
 * that are a call site and a RET. Its CPUs execute nothing else; a BL goes through a {@link HostEntry}, so that the real
 * core and the real patcher work on real words, without a trampoline being executed.
 *
 * <pre>{@code
 * LightMachine machine = LightMachine.builder().functions(8).cpus(2).build();
 * FtraceCore ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
 * machine.intercept(ftrace.hostEntry());
 * machine.cpu(0).call(machine.function(3));
 * }</pre>
 *
 * <p>Memory is coherent and a word is fetched anew for each execution, so a CPU never holds an old one beyond the
 * instruction it is executing. Freed memory is filled with 0x6b.
 */
public final class LightMachine implements Machine, AutoCloseable {
    /** Where text begins unless told otherwise: in the upper half, as in a kernel. */
    public static final long TEXT = 0xffff_8000_1000_0000L;

    private static final long TEXT_TO_GATES = 64L << 20;
    private static final int MAX_GATES = 1 << 16;
    private static final int STACK_SIZE = 4096;

    private final long text;
    private final LightMemory memory;
    private final SymbolTable symbols;
    private final long[] functions;
    private final long[] ips;
    private final LightCpu[] cpus;
    private final Map<Long, HostCall> gates = new HashMap<>();
    private long nextGate;
    private @Nullable HostEntry entry;
    private volatile boolean stopped;
    private volatile boolean closed;

    private LightMachine(Builder builder) {
        int count = builder.layouts.length;
        int textSize = (count + 1) * CallSiteLayout.STRIDE;
        text = builder.text;
        memory = new LightMemory(text, textSize, builder.cpus * STACK_SIZE, builder.heap);
        functions = new long[count];
        ips = new long[count];
        SymbolTable.Builder table = SymbolTable.builder("");
        for (int i = 0; i < count; i++) {
            CallSiteLayout layout = builder.layouts[i];
            long start = text + (i + 1L) * CallSiteLayout.STRIDE;
            layout.write(memory, start);
            functions[i] = start + layout.functionOffset();
            ips[i] = start + layout.ipOffset();
            table.function("f" + i, functions[i], ips[i] + 8 - functions[i]);
            table.patchableEntries(start + layout.patchableEntryOffset());
        }
        symbols = table.build();
        cpus = new LightCpu[builder.cpus];
        for (int i = 0; i < cpus.length; i++) {
            cpus[i] = new LightCpu(this, memory, i, memory.stacks().start() + (i + 1L) * STACK_SIZE);
        }
    }

    /**
     * Starts a description.
     *
     * @return one function of layout {@link CallSiteLayout#FOUR_TWO}, two CPUs, 16 KiB for handles and trampolines
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Makes BLs go through the twin of the entry trampolines. To be called before CPUs run.
     *
     * @param hostEntry of the core that was opened on this machine
     */
    public void intercept(HostEntry hostEntry) {
        entry = hostEntry;
    }

    /**
     * Returns a CPU.
     *
     * @param id 0 to {@link #maxCpus()} - 1
     * @return always the same object
     */
    public LightCpu cpu(int id) {
        return cpus[id];
    }

    /**
     * Returns the address of a function.
     *
     * @param index 0 for {@code f0}
     * @return its first instruction
     */
    public long function(int index) {
        return functions[index];
    }

    /**
     * Returns the address of a call site.
     *
     * @param index 0 for {@code f0}
     * @return the word that is swapped between NOP and BL
     */
    public long ip(int index) {
        return ips[index];
    }

    /**
     * Returns where the functions are called from.
     *
     * @return the address of the calling BL; they return to the word after it
     */
    public long caller() {
        return text;
    }

    /**
     * Tells how much memory is allocated, so that tests can see a leak.
     *
     * @return in bytes, rounded up to 16 for each block
     */
    public long allocatedBytes() {
        return memory.allocatedBytes();
    }

    /**
     * Tells how many gates are mapped.
     *
     * @return not negative
     */
    public int mappedGates() {
        synchronized (gates) {
            return gates.size();
        }
    }

    /** Lets the trampoline that the CPU has returned to, if it is one, find the way on. */
    boolean leave(LightCpu cpu) {
        HostEntry hostEntry = entry;
        if (hostEntry == null || !hostEntry.isReturn(cpu.pc())) {
            return false;
        }
        hostEntry.leave(cpu);
        return true;
    }

    void enter(LightCpu cpu, int word, long target) {
        HostEntry hostEntry = entry;
        if (hostEntry == null || !hostEntry.isEntry(target)) {
            throw cpu.fault(word, "goes to 0x" + Long.toHexString(target) + ", which is no entry trampoline");
        }
        hostEntry.enter(cpu, target);
    }

    boolean isStopped() {
        return stopped;
    }

    @Override
    public CodeMemory memory() {
        return memory;
    }

    @Override
    public SymbolTable symbols() {
        return symbols;
    }

    @Override
    public int maxCpus() {
        return cpus.length;
    }

    @Override
    public long mapHostCall(HostCall call) {
        synchronized (gates) {
            if (closed) {
                throw new MachineClosedException("the light machine is closed: cannot map a host call");
            }
            if (gates.size() >= MAX_GATES) {
                throw new FtraceException(Errno.ENOMEM, "all " + MAX_GATES + " gates are mapped");
            }
            long gate;
            do {
                gate = text + TEXT_TO_GATES + 4 * (nextGate++ % MAX_GATES);
            } while (gates.containsKey(gate));
            gates.put(gate, call);
            return gate;
        }
    }

    @Override
    public void unmapHostCall(long gate) {
        synchronized (gates) {
            if (gates.remove(gate) == null) {
                throw new IllegalArgumentException("0x" + Long.toHexString(gate) + " is not mapped");
            }
        }
    }

    /**
     * A full fence is all it takes: CPUs keep no words, and what they fetch is coherent, so a fetch after the fence sees
     * the patch. A CPU that fetched a BL before it is executing that BL, which {@link #awaitQuiescence} waits for.
     */
    @Override
    public void synchronizeCpus() {
        VarHandle.fullFence();
    }

    /**
     * Waits for the traced calls that are under way: a BL and the trampoline behind it are one step here.
     */
    @Override
    public void awaitQuiescence(List<AddressRange> ranges) {
        VarHandle.fullFence(); // patch, then look: pairs with the fence in LightCpu.announce
        for (LightCpu cpu : cpus) {
            cpu.awaitCall();
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** Stops the CPUs at the end of the traced call they are in, and closes memory. */
    @Override
    public void close() {
        stopped = true;
        awaitQuiescence(List.of());
        memory.close();
        closed = true;
    }

    /** Describes a light machine. Not safe for use by several threads. */
    public static final class Builder {
        private CallSiteLayout[] layouts = {CallSiteLayout.FOUR_TWO};
        private int cpus = 2;
        private int heap = 16 << 10;
        private long text = TEXT;

        private Builder() {}

        /**
         * Sets how many functions there are, all of layout {@link CallSiteLayout#FOUR_TWO}.
         *
         * @param count 0 to 1,000,000
         * @return this builder
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder functions(int count) {
            layouts = new CallSiteLayout[inRange("functions", count, 0, 1_000_000)];
            Arrays.fill(layouts, CallSiteLayout.FOUR_TWO);
            return this;
        }

        /**
         * Sets a layout for each function.
         *
         * @param each of f0, f1 and so on
         * @return this builder
         */
        public Builder layouts(CallSiteLayout... each) {
            layouts = each.clone();
            return this;
        }

        /**
         * Sets how many CPUs there are.
         *
         * @param count 1 to 256
         * @return this builder
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder cpus(int count) {
            cpus = inRange("cpus", count, 1, 256);
            return this;
        }

        /**
         * Sets how much room there is for handles and trampolines.
         *
         * @param bytes a multiple of 16, at most 16 MiB
         * @return this builder
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder heap(int bytes) {
            if ((bytes & 15) != 0) {
                throw new IllegalArgumentException("heap of " + bytes + " bytes must be a multiple of 16");
            }
            heap = inRange("heap", bytes, 0, 16 << 20);
            return this;
        }

        /**
         * Sets where memory begins; text, heap and stacks follow each other from there.
         *
         * @param address 16-byte aligned
         * @return this builder
         * @throws IllegalArgumentException if it is not aligned
         */
        public Builder text(long address) {
            if ((address & 15) != 0) {
                throw new IllegalArgumentException(
                        "text at 0x" + Long.toHexString(address) + " must be 16-byte aligned");
            }
            text = address;
            return this;
        }

        /**
         * Makes the machine.
         *
         * @return open
         */
        public LightMachine build() {
            return new LightMachine(this);
        }

        private static int inRange(String what, int value, int low, int high) {
            if (value < low || value > high) {
                throw new IllegalArgumentException(what + " " + value + " must be " + low + " to " + high);
            }
            return value;
        }
    }
}
