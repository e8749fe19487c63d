package org.jftrace.core.sparse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.HostEntry;

/**
 * A machine with modules: its main image has functions {@code f0}, {@code f1} and so on, a module {@code m} has {@code m_0},
 * {@code m_1}. A layout has one letter a function: L with room for a literal, T without, I with room and in initialisation
 * code. It does not wait for its CPUs, so whoever relies on {@link #awaitQuiescence} alone is found out.
 */
public final class SparseMachine implements Machine {
    /** Where modules are that need no PLT. */
    public static final long NEAR = 0xffff_8000_1400_0000L;

    /** Where modules are that need one: 256 MiB from the main image. */
    public static final long FAR = 0xffff_8000_2000_0000L;

    public static final int NOP = 0xd503201f;

    private static final long TEXT = 0xffff_8000_1000_0000L;
    private static final long HEAP = 0xffff_9000_0000_0000L;
    private static final long STACKS = 0xffff_a000_0000_0000L;
    private static final long GATES = 0xffff_b000_0000_0000L;
    private static final int STRIDE = 32;
    private static final int STACK = 8192;
    private static final long INIT = 1 << 20;
    private static final int RET = 0xd65f03c0;

    private final SparseMemory memory = new SparseMemory(HEAP, this::step);
    private final List<SparseCpu> cpus = new ArrayList<>();
    private final Map<Long, HostCall> gates = new HashMap<>();
    private final SymbolTable symbols;
    private final FtraceCore core;
    private final HostEntry hostEntry;
    private volatile Consumer<String> watcher = step -> {};
    private String failing = "";
    private int untilFailure;
    private long nextGate = GATES;

    public SparseMachine(String layout) {
        symbols = image("", TEXT, layout);
        for (int id = 0; id < 2; id++) {
            memory.map(STACKS + (long) id * STACK, STACK);
            cpus.add(new SparseCpu(this, id, STACKS + (id + 1L) * STACK - 64));
        }
        core = FtraceCore.open(this, Arm64Port.on(this));
        hostEntry = core.hostEntry();
    }

    /** Loads code into memory: what a module loader has done before it tells ftrace. */
    public SymbolTable image(String module, long base, String layout) {
        SymbolTable.Builder table = SymbolTable.builder(module);
        memory.map(base, STRIDE * (layout.length() + 1L));
        if (layout.indexOf('I') >= 0) {
            memory.map(base + INIT, STRIDE * (layout.length() + 1L));
        }
        for (int i = 0; i < layout.length(); i++) {
            long start = start(base, layout, i) + STRIDE * (i + 1L);
            memory.fill(start, STRIDE, 0);
            long entry = layout.charAt(i) == 'T' ? start + 16 : start + 8;
            for (long at = entry; at <= start + 20; at += 4) {
                memory.load(at, NOP);
            }
            memory.load(start + 24, RET);
            table.function(module.isEmpty() ? "f" + i : module + "_" + i, start + 16, 12);
            table.patchableEntries(entry);
        }
        if (!module.isEmpty()) {
            region(table, base, layout.length(), false);
            if (layout.indexOf('I') >= 0) {
                region(table, base + INIT, layout.length(), true);
            }
        }
        return table.build();
    }

    private static long start(long base, String layout, int i) {
        return layout.charAt(i) == 'I' ? base + INIT : base;
    }

    /** Before the first function there is room for a PLT. */
    private static void region(SymbolTable.Builder table, long base, int functions, boolean init) {
        AddressRange range = AddressRange.ofSize(base, STRIDE * (functions + 1L));
        table.region(new SymbolTable.Region(range, base, init));
    }

    public FtraceCore core() {
        return core;
    }

    public SparseCpu cpu(int id) {
        return cpus.get(id);
    }

    /** The first instruction of a function that is neither in initialisation code nor anywhere else unusual. */
    public long function(SymbolTable image, int i) {
        String name = image.module().isEmpty() ? "f" + i : image.module() + "_" + i;
        return image.named(name).orElseThrow().address();
    }

    public long ip(SymbolTable image, int i) {
        return function(image, i) + 4;
    }

    public int word(long ip) {
        return memory.readWord(ip);
    }

    public long literal(long ip) {
        return memory.readLong(ip - 12);
    }

    /** Where a BL at an address goes. */
    public static long target(long pc, int word) {
        return pc + ((word << 6) >> 4);
    }

    /** Changes a word behind everybody's back. */
    public void overwrite(long address, int word) {
        memory.load(address, word);
    }

    public long allocatedBytes() {
        return memory.allocatedBytes();
    }

    public synchronized int mappedGates() {
        return gates.size();
    }

    /** Lets the k-th step (from 1) fail whose name begins so; 0 for none. */
    public void fail(String step, int k) {
        failing = step;
        untilFailure = k;
    }

    /** Tells whether the failure that was asked for is still to come. */
    public boolean stillToFail() {
        return untilFailure > 0;
    }

    /** Is told each step before it is carried out, on the thread that asks for it. */
    public void watch(Consumer<String> watcher) {
        this.watcher = watcher;
    }

    private void step(String step) {
        watcher.accept(step);
        if (untilFailure > 0 && step.startsWith(failing) && --untilFailure == 0) {
            throw new FtraceException(step.startsWith("patch") ? Errno.EFAULT : Errno.ENOMEM, "no more " + step);
        }
    }

    HostEntry hostEntry() {
        return hostEntry;
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
        return cpus.size();
    }

    @Override
    public synchronized long mapHostCall(HostCall call) {
        step("take gate");
        nextGate += 4; // never given out again
        gates.put(nextGate, call);
        return nextGate;
    }

    @Override
    public synchronized void unmapHostCall(long gate) {
        if (gates.remove(gate) == null) {
            throw new IllegalArgumentException("not mapped: 0x" + Long.toHexString(gate));
        }
    }

    @Override
    public void synchronizeCpus() {
        step("synchronize");
    }

    @Override
    public void awaitQuiescence(List<AddressRange> ranges) {
        step("quiesce");
    }

    @Override
    public boolean isClosed() {
        return false;
    }
}
