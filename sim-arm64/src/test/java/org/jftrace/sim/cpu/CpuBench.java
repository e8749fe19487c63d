package org.jftrace.sim.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jftrace.sim.exec.A64Predecoder;
import org.jftrace.sim.memory.GuestMemory;
import org.jftrace.sim.memory.Protection;

/** One CPU, text, data and a stack, for tests that execute a few words. */
public final class CpuBench {
    public static final long TEXT = 0x40_0000;
    public static final long DATA = 0x50_0000;
    public static final long STACK_TOP = 0x60_0000;
    public static final int SIZE = 0x1_0000;

    private final GuestMemory memory = new GuestMemory();
    private final CodeCache code;
    private final Cpu cpu;

    public CpuBench(Environment environment, int... words) {
        this(environment, new A64Predecoder(), words);
    }

    CpuBench(Environment environment, Predecoder predecoder, int... words) {
        memory.map("text", TEXT, SIZE, Protection.READ_EXECUTE);
        memory.map("data", DATA, SIZE, Protection.READ_WRITE);
        memory.map("stack", STACK_TOP - SIZE, SIZE, Protection.READ_WRITE);
        load(TEXT, words);
        code = new CodeCache(memory, predecoder);
        memory.addCodeListener(code);
        cpu = newCpu(0, environment);
    }

    public Cpu newCpu(int id, Environment environment) {
        Cpu made = new Cpu(id, code, environment, new TestTask());
        made.setPc(TEXT);
        made.setSp(STACK_TOP);
        return made;
    }

    /** A CPU without a bench. */
    public static Cpu newCpu(CodeCache code, Environment environment) {
        return new Cpu(0, code, environment, new TestTask());
    }

    public void load(long address, int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(words);
        memory.load(address, bytes.array(), 0, bytes.capacity());
    }

    public Cpu cpu() {
        return cpu;
    }

    public GuestMemory memory() {
        return memory;
    }
}
