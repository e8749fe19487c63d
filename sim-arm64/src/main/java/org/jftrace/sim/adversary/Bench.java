package org.jftrace.sim.adversary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jftrace.sim.cpu.CodeCache;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.Environment;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.A64Predecoder;
import org.jftrace.sim.memory.GuestMemory;
import org.jftrace.sim.memory.Protection;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.GuestTask;
import org.jspecify.annotations.Nullable;

/**
 * What machines that follow each other in a search have in common: stacks and register files, which each begins anew; decoded
 * instructions; and what has been learnt about which memory the host changes while CPUs run. A step that touches nothing of
 * that need not be interleaved with anything. When something is learnt, what was searched before was searched with too few
 * interleavings, and the search has to begin anew. For one thread at a time, and the host threads of its machine.
 */
public final class Bench {
    static final int STACK_SIZE = 4096;
    private static final long STACKS = 0xffff_7000_0000_0000L;
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;
    private static final int CACHE = 1 << 14;

    private final GuestMemory stacks = new GuestMemory();
    private final List<Place> places = new ArrayList<>();
    private final A64Predecoder predecoder = new A64Predecoder();
    private final @Nullable Instruction[] cached = new Instruction[CACHE];
    private final long[] cachedAt = new long[CACHE];
    private final Map<Long, Map<Integer, Instruction>> decoded = new HashMap<>();
    private final TreeSet<Long> shared = new TreeSet<>();
    private final List<AddressRange> ranges = new ArrayList<>();
    private long[] sharedNow = {};
    private boolean learnt;
    private boolean stacksRecorded;

    /** Makes one that knows nothing. */
    public Bench() {}

    /** There are no system calls and no devices; gates are seen to elsewhere. */
    private static final class NoSystem implements Environment {
        @Override
        public void supervisorCall(Cpu cpu, int immediate) {
            throw new IllegalStateException("SVC is not modelled");
        }

        @Override
        public boolean hostGate(Cpu cpu, long address) {
            return false;
        }

        @Override
        public void attention(Cpu cpu) {}

        @Override
        public long virtualCount(Cpu cpu) {
            return 0;
        }
    }

    /**
     * Tells whether something was learnt since this was asked last.
     *
     * @return true if what was searched is to be searched again
     */
    public boolean hasLearnt() {
        boolean was = learnt;
        learnt = false;
        sharedNow = shared.stream().mapToLong(Long::longValue).toArray();
        return was;
    }

    /**
     * Says whether writers' stacks are to be kept for reports; that takes long.
     *
     * @param record true to keep them
     */
    public void recordStacks(boolean record) {
        stacksRecorded = record;
    }

    boolean recordsStacks() {
        return stacksRecorded;
    }

    GuestMemory memory() {
        return stacks;
    }

    long[] shared() {
        return sharedNow;
    }

    void learn(long address, boolean known) {
        if (!known && shared.add(address)) {
            learnt = true;
        }
    }

    /** Learns that somebody waits for CPUs to leave ranges. */
    void learn(List<AddressRange> waitedFor) {
        for (AddressRange range : waitedFor) {
            if (!ranges.contains(range)) {
                ranges.add(range);
                learnt = true;
            }
        }
    }

    /** Whether a CPU that goes from one address to another enters or leaves what somebody waits for. */
    boolean crosses(long from, long to) {
        for (int i = 0; i < ranges.size(); i++) {
            AddressRange range = ranges.get(i);
            if (range.contains(from) != range.contains(to)) {
                return true;
            }
        }
        return false;
    }

    boolean isStack(long address) {
        long offset = address - STACKS;
        return offset >= 0 && offset < (long) STACK_SIZE * places.size();
    }

    long stackTop(int cpu) {
        return STACKS + (cpu + 1L) * STACK_SIZE;
    }

    /** What a CPU uses that is not made anew for each machine. */
    record Place(Cpu cpu, Views views, StoreBuffer buffer) {}

    Place place(int id) {
        while (places.size() <= id) {
            int next = places.size();
            stacks.map("stack " + next, STACKS + (long) next * STACK_SIZE, STACK_SIZE, Protection.READ_WRITE);
            Cpu cpu = new Cpu(next, new CodeCache(stacks, predecoder), new NoSystem(), task(next));
            places.add(new Place(cpu, new Views(), new StoreBuffer()));
        }
        return places.get(id);
    }

    private static GuestTask task(int cpu) {
        return GuestTask.of(cpu + 1, "adversary/" + cpu);
    }

    /** Makes a CPU's task one that no tracer has seen. */
    Place fresh(int id) {
        Place place = place(id);
        place.cpu.setTask(task(id));
        return place;
    }

    Instruction instruction(long pc, int word) {
        int slot = (int) (((pc >>> 2) * 31 + word * 0x9e3779b1L) >>> 3) & (CACHE - 1);
        Instruction known = cached[slot];
        if (known == null || cachedAt[slot] != pc || known.word != word) {
            known = decoded.computeIfAbsent(pc, at -> new HashMap<>()).computeIfAbsent(word, w -> decode(pc, w));
            cached[slot] = known;
            cachedAt[slot] = pc;
        }
        return known;
    }

    private Instruction decode(long pc, int word) {
        Step step = predecoder.decode(pc, word);
        return Instruction.decode(pc, word, step);
    }

    String describe(long pc, int word) {
        return predecoder.describe(pc, word);
    }

    /** A number into a hash, cheaply; {@link #mix} has to follow. */
    static long stir(long hash, long value) {
        return (Long.rotateLeft(hash, 23) ^ value) * GOLDEN;
    }

    /** Two numbers into a hash; as splitmix64 mixes them. */
    static long mix(long hash, long a, long b) {
        long z = (hash ^ a) * GOLDEN + b;
        z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }
}
