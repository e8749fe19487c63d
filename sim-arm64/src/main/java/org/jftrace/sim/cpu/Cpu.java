package org.jftrace.sim.cpu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import org.jftrace.sim.memory.DataPort;
import org.jftrace.sim.memory.GuestMemory;
import org.jftrace.sim.memory.MemoryFault;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.GuestTask;
import org.jspecify.annotations.Nullable;

/**
 * One A64 CPU. Everything but {@link #requestAttention} is for the thread that runs it, or for anybody while nobody runs
 * it.
 *
 * <p>Executes block by block: decoded instructions up to the next branch. Between two blocks the pc is exact, and another
 * thread's request is answered; a block is at most {@value Block#MAX_WORDS} instructions.
 */
public final class Cpu implements GuestCpu {
    private static final int KNOWN_PAGES = 256;
    private static final int BURST = 1000;
    private static final int LR = 30;
    private static final VarHandle ATTENTION;

    static {
        try {
            ATTENTION = MethodHandles.lookup().findVarHandle(Cpu.class, "attention", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int id;
    private final GuestMemory memory;
    private final DataPort data;
    private final CodeCache code;
    private final Environment environment;
    private final long[] r = new long[Slot.COUNT];
    private final ExclusiveMonitor monitor = new ExclusiveMonitor();
    private final SystemRegisters system = new SystemRegisters();
    /** Pages that this CPU has executed, by the low bits of their numbers. */
    private final CodePage[] knownPages = new CodePage[KNOWN_PAGES];

    private int nzcv;
    private long pc;
    private long instructions;
    private boolean stopRequested;
    private GuestTask task;

    /** Not zero if somebody wants attention. Accessed opaquely: seen soon, and ordered by the fence that follows. */
    @SuppressWarnings("unused")
    private int attention;

    /**
     * Makes a CPU whose registers are all zero.
     *
     * @param id its number
     * @param code shared with the machine's other CPUs
     * @param environment what answers it
     * @param task what it runs first
     */
    public Cpu(int id, CodeCache code, Environment environment, GuestTask task) {
        this.id = id;
        this.memory = code.memory();
        this.data = new DataPort(memory);
        this.code = code;
        this.environment = environment;
        this.task = task;
        Arrays.fill(knownPages, CodePage.NONE);
    }

    /**
     * Executes instructions until {@link #stop} is called or a number of them has been executed. Host calls on the way
     * are performed and count nothing.
     *
     * @param budget how many instructions at most
     * @return how many have been executed; less than the budget only after {@code stop}
     * @throws CpuFault if an instruction cannot be executed; pc and counter are exact. What host code throws comes
     *     through as it is, pc being that of the SVC or of the gate.
     */
    public long run(long budget) {
        if (budget < 0) {
            throw new IllegalArgumentException("budget " + budget + " is negative");
        }
        long first = instructions;
        long limit = budget > Long.MAX_VALUE - first ? Long.MAX_VALUE : first + budget;
        stopRequested = false;
        while (instructions < limit && !stopRequested) {
            if ((int) ATTENTION.getOpaque(this) != 0) {
                attend();
            }
            burst(limit);
        }
        return instructions - first;
    }

    /**
     * Executes exactly one instruction, or one host call if the pc is at a gate. Another thread's request is answered
     * before; if that calls {@link #stop}, nothing is executed.
     *
     * @throws CpuFault as {@link #run} does
     */
    public void step() {
        stopRequested = false;
        if ((int) ATTENTION.getOpaque(this) != 0) {
            attend();
            if (stopRequested) {
                return;
            }
        }
        Block block = knownPage(pc).readSingleOpaque(CodeCache.index(pc));
        if (block == null || block.start != pc) {
            if (callGate()) {
                return;
            }
            block = single();
        }
        execute(block);
    }

    /** Makes {@link #run} return at the next instruction boundary. To be called by the CPU's own handlers. */
    public void stop() {
        stopRequested = true;
    }

    /**
     * Asks for {@link Environment#attention}. Any thread may call this; what it wrote before is visible to the handler.
     * The request stays until the CPU runs, and several before that are one. Between two answers the CPU executes at
     * least one instruction, or host call.
     */
    public void requestAttention() {
        ATTENTION.setVolatile(this, 1);
    }

    private void attend() {
        // Taken back first: a request that comes while the handler runs must be answered anew. Reads what was set, so
        // that what the requester wrote before happens-before the handler.
        ATTENTION.getAndSet(this, 0);
        synchronizeContext();
        environment.attention(this);
        synchronizeContext();
    }

    /**
     * A context synchronisation event (Arm ARM, glossary), and DSB before it: every patch whose writer wrote before
     * something that this CPU has seen is executed from the next block on. The fence orders the opaque reads of decoded
     * code behind the read that saw it.
     */
    public void synchronizeContext() {
        VarHandle.fullFence();
    }

    /** Runs a bounded number of blocks, so that HotSpot compiles this method and not one long activation of it. */
    private void burst(long limit) {
        for (int left = BURST; left > 0 && !stopRequested && instructions != limit; left--) {
            long address = pc;
            Block block = knownPage(address).readOpaque(CodeCache.index(address));
            if (block == null || block.start != address) {
                block = find();
            }
            if (block != null) {
                execute(block.count <= limit - instructions ? block : single());
            }
            if ((int) ATTENTION.getOpaque(this) != 0) {
                return;
            }
        }
    }

    private void execute(Block block) {
        pc = block.end;
        instructions += block.count;
        Step[] steps = block.steps;
        int at = 0;
        try {
            for (; at < steps.length; at++) {
                steps[at].execute(this);
            }
        } catch (RuntimeException | Error e) {
            throw undo(block, at, e);
        }
    }

    /** Goes back to the instruction that threw. */
    private RuntimeException undo(Block block, int at, Throwable thrown) {
        int before = block.countBefore(at);
        pc = block.start + 4L * before;
        instructions -= block.count - before;
        if (thrown instanceof MemoryFault || thrown instanceof Trap) {
            return new CpuFault(pc, describe(), Objects.requireNonNullElse(thrown.getMessage(), ""), thrown);
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }

    private String describe() {
        try {
            return code.predecoder().describe(pc, memory.fetch(pc));
        } catch (MemoryFault e) {
            return "the word is gone: " + e.getMessage();
        }
    }

    /** Performs the host call at the pc, or finds the block there. */
    private @Nullable Block find() {
        if (callGate()) {
            return null;
        }
        return fetchable().fill(CodeCache.index(pc), memory, code.predecoder());
    }

    private Block single() {
        return fetchable().fillSingle(CodeCache.index(pc), memory, code.predecoder());
    }

    private boolean callGate() {
        if (!environment.hostGate(this, pc)) {
            return false;
        }
        pc = r[LR];
        synchronizeContext();
        return true;
    }

    private CodePage fetchable() {
        if ((pc & 3) != 0) {
            throw new CpuFault(pc, "no instruction", "pc is not 4-byte aligned", null);
        }
        try {
            memory.fetch(pc);
        } catch (MemoryFault e) {
            throw new CpuFault(pc, "no instruction", Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
        CodePage page = code.page(pc);
        knownPages[(int) page.number & (KNOWN_PAGES - 1)] = page;
        return page;
    }

    /** A page that may hold the block, or another one with the same low bits. */
    private CodePage knownPage(long address) {
        return knownPages[(int) (address >>> CodePage.SHIFT) & (KNOWN_PAGES - 1)];
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public GuestTask task() {
        return task;
    }

    /**
     * Switches to another task and clears the exclusive monitor. Its registers are the caller's business.
     *
     * @param next what the CPU runs from now on
     */
    public void setTask(GuestTask next) {
        task = next;
        monitor.clear();
    }

    @Override
    public long x(int n) {
        return r[checkNumber(n)];
    }

    @Override
    public void setX(int n, long value) {
        r[checkNumber(n)] = value;
    }

    private static int checkNumber(int n) {
        if (n < 0 || n > LR) {
            throw new IllegalArgumentException("there is no register x" + n + ", only x0 to x30");
        }
        return n;
    }

    @Override
    public long sp() {
        return r[Slot.SP];
    }

    @Override
    public void setSp(long address) {
        r[Slot.SP] = address;
    }

    @Override
    public long pc() {
        return pc;
    }

    @Override
    public void setPc(long address) {
        pc = address;
    }

    /**
     * Reads from the register file; for steps.
     *
     * @param slot see {@link Slot}
     * @return all 64 bits
     */
    public long read(int slot) {
        return r[slot];
    }

    /**
     * Writes to the register file; for steps.
     *
     * @param slot see {@link Slot}; not {@link Slot#ZERO}
     * @param value all 64 bits
     */
    public void write(int slot, long value) {
        r[slot] = value;
    }

    /**
     * Reads the condition flags.
     *
     * @return N, Z, C and V in bits 3 to 0
     */
    public int nzcv() {
        return nzcv;
    }

    /**
     * Writes the condition flags.
     *
     * @param flags N, Z, C and V in bits 3 to 0
     */
    public void setNzcv(int flags) {
        nzcv = flags;
    }

    /**
     * Returns how many instructions have been executed: each that has completed, an SVC as soon as its handler is
     * called, and not one that faulted.
     *
     * @return never less than before
     */
    public long instructions() {
        return instructions;
    }

    /**
     * Returns the local exclusive monitor.
     *
     * @return always the same object
     */
    public ExclusiveMonitor monitor() {
        return monitor;
    }

    /**
     * Returns the system registers.
     *
     * @return always the same object
     */
    public SystemRegisters system() {
        return system;
    }

    /**
     * Returns guest memory.
     *
     * @return the machine's
     */
    public GuestMemory memory() {
        return memory;
    }

    /**
     * Returns this CPU's own way to guest memory, the faster one for what it offers.
     *
     * @return always the same object
     */
    public DataPort data() {
        return data;
    }

    /**
     * Returns what answers this CPU.
     *
     * @return as given to the constructor
     */
    public Environment environment() {
        return environment;
    }
}
