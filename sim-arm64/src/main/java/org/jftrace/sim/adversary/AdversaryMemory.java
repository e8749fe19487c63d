package org.jftrace.sim.adversary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.sim.adversary.Pacer.Operation;
import org.jftrace.sim.adversary.Segment.Versions;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jspecify.annotations.Nullable;

/**
 * Text and heap, every version of them since the start. Stacks, which nobody shares, lie in the bench's memory.
 *
 * <p>What the host writes to memory that it has just taken, and has shown nobody, it writes without asking the pacer: nobody can
 * tell when. It has shown it once it writes elsewhere.
 */
final class AdversaryMemory implements CodeMemory {
    static final long POISON = 0x6b6b6b6b_6b6b6b6bL;
    private static final long REACH = 128L << 20;

    private final Bench bench;
    private final int cpus;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Segment> heaps = new ArrayList<>();
    private final List<Fresh> fresh = new ArrayList<>();
    private final Map<Long, Long> sizes = new HashMap<>();
    private Segment last;
    private int now;
    /** By time: what was written, and where. */
    private Versions[] written = new Versions[64];

    private long[] writtenAt = new long[64];
    private long contents;
    private boolean started;
    private Pacer pacer = Pacer.NONE;

    /** A block that only the thread which took it knows. */
    private record Fresh(Thread owner, AddressRange block) {}

    AdversaryMemory(Bench bench, int cpus, List<GuestImage> images, long heapSize) {
        this.bench = bench;
        this.cpus = cpus;
        for (GuestImage image : images) {
            segments.add(text(image));
            long end = image.start() + 4L * image.words().size();
            heaps.add(new Segment((end + 4095) & -4096, (int) heapSize));
        }
        segments.addAll(heaps);
        last = heaps.get(0);
    }

    private static Segment text(GuestImage image) {
        List<Integer> words = image.words();
        Segment text = new Segment(image.start(), 4 * words.size());
        for (int i = 0; i < words.size(); i++) {
            text.longs[i >> 1] |= (words.get(i) & 0xffff_ffffL) << (32 * (i & 1));
        }
        text.take(4L * words.size());
        return text;
    }

    /** From now on what is written is remembered, and the pacer asked. */
    void start(Pacer by) {
        started = true;
        pacer = by;
        for (long address : bench.shared()) {
            Segment segment = segment(address);
            segment.share(segment.index(address));
        }
    }

    void setPacer(Pacer by) {
        pacer = by;
    }

    int now() {
        return now;
    }

    private Segment segment(long address) {
        Segment segment = find(address);
        if (segment == null) {
            throw new FtraceException(Errno.EFAULT, "0x" + Long.toHexString(address) + " is not mapped");
        }
        return segment;
    }

    private @Nullable Segment find(long address) {
        if (last.contains(address)) {
            return last;
        }
        for (Segment segment : segments) {
            if (segment.contains(address)) {
                last = segment;
                return segment;
            }
        }
        return null;
    }

    boolean isMapped(long address) {
        return find(address) != null;
    }

    /** Whether nobody writes there while CPUs run. */
    boolean isPrivate(long address) {
        Segment segment = find(address);
        return segment != null && !segment.isShared(segment.index(address));
    }

    boolean isLive(long address) {
        Segment segment = segment(address);
        return segment.isLive(segment.index(address));
    }

    @Nullable
    Versions versions(long address) {
        Segment segment = find(address);
        return segment == null ? null : segment.versions(segment.index(address));
    }

    /** The newest 64 bits around an address. */
    long bits(long address) {
        Segment segment = segment(address);
        return segment.longs[segment.index(address)];
    }

    /** The newest word. */
    int word(long address) {
        return (int) (bits(address) >>> ((address & 4) << 3));
    }

    @Nullable
    Throwable writer(long address) {
        Segment segment = segment(address);
        Versions versions = segment.versions(segment.index(address));
        return versions == null ? null : versions.writer(versions.count() - 1);
    }

    /** Makes a version that all may see and, until they must know of it, none need. */
    int store(long address, long value) {
        Segment segment = segment(address);
        int index = segment.index(address);
        if (started) {
            bench.learn(address & -8, segment.isShared(index));
            Throwable writer = bench.recordsStacks() ? new Throwable("written here") : null;
            Versions versions = segment.versions(index, cpus);
            versions.append(++now, value, writer);
            log(address & -8, segment.longs[index], value, versions);
        }
        segment.longs[index] = value;
        return now;
    }

    @Override
    public long readLongAcquire(long address) {
        if (bench.isStack(address)) {
            return bench.memory().read64(address);
        }
        check(address, 8, "reads");
        pacer.before(Operation.READ, address);
        Segment segment = segment(address);
        long value = segment.longs[segment.index(address)];
        pacer.observed(value);
        return value;
    }

    @Override
    public void writeLong(long address, long value) {
        if (bench.isStack(address)) {
            bench.memory().writeLong(address, value);
        } else {
            patchLong(address, value);
        }
    }

    @Override
    public void patchWord(long address, int word) {
        check(address, 4, "patches");
        beforeWrite(address);
        Segment segment = segment(address);
        int shift = (int) (address & 4) << 3;
        long keep = segment.longs[segment.index(address)] & ~(0xffff_ffffL << shift);
        store(address & -8, keep | (word & 0xffff_ffffL) << shift);
    }

    @Override
    public void patchLong(long address, long value) {
        check(address, 8, "patches");
        beforeWrite(address);
        store(address, value);
    }

    private void beforeWrite(long address) {
        for (Fresh block : fresh) {
            if (block.owner == Thread.currentThread() && block.block.contains(address)) {
                return;
            }
        }
        show();
        pacer.before(Operation.WRITE, address);
    }

    /** What a thread does that others see may show them what it has taken. */
    void show() {
        fresh.removeIf(block -> block.owner == Thread.currentThread());
    }

    @Override
    public long allocateData(long size) {
        return take(heaps.get(0), size);
    }

    @Override
    public long allocateCode(long size, AddressRange near) {
        for (Segment heap : heaps) {
            if (heap.start - (near.end() - 4) >= -REACH && heap.end() - 4 - near.start() <= REACH - 4) {
                return take(heap, size);
            }
        }
        throw new FtraceException(Errno.ENOMEM, "no room for " + size + " bytes of code within reach of " + near);
    }

    private long take(Segment heap, long size) {
        pacer.enter();
        pacer.before(Operation.ALLOCATE, 0);
        long address = heap.take(size);
        if (address == 0) {
            throw new FtraceException(Errno.ENOMEM, "no " + size + " bytes left");
        }
        sizes.put(address, (size + 15) & -16);
        if (started) {
            fresh.add(new Fresh(Thread.currentThread(), AddressRange.ofSize(address, size)));
        }
        return address;
    }

    @Override
    public void free(long address) {
        pacer.enter();
        show();
        pacer.before(Operation.FREE, address);
        drop(address);
    }

    private void drop(long address) {
        Long size = sizes.remove(address);
        if (size == null) {
            throw new IllegalArgumentException("0x" + Long.toHexString(address) + " is not allocated");
        }
        for (long at = address; at < address + size; at += 8) {
            store(at, POISON);
            Segment segment = segment(at);
            segment.bury(segment.index(at));
            contents ^= Bench.mix(1, at, 0);
        }
    }

    /** How many bytes are allocated. */
    long allocated() {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private void check(long address, int size, String what) {
        pacer.enter();
        if ((address & (size - 1)) != 0) {
            throw new FtraceException(Errno.EFAULT, "0x" + Long.toHexString(address) + " is not aligned to " + size);
        }
        Segment segment = segment(address);
        if (!segment.isLive(segment.index(address))) {
            pacer.violated(new Violation("the host " + what + " 0x" + Long.toHexString(address) + ", which was freed"));
        }
    }

    /** A number that differs, almost surely, where what is there differs, or what CPUs may still see of what was there. */
    long hash(long seed, List<AdversaryCpu> viewers) {
        int known = now;
        for (AdversaryCpu cpu : viewers) {
            known = Math.min(known, Math.min(cpu.views().fetched, cpu.views().loads));
        }
        long hash = Bench.mix(seed, contents, 0);
        for (int time = known + 1; time <= now; time++) {
            Versions versions = written[time];
            if (versions.time(versions.count() - 1) == time) {
                hash = hash(Bench.mix(hash, writtenAt[time], 0), versions, viewers);
            }
        }
        return hash;
    }

    private static long hash(long seed, Versions versions, List<AdversaryCpu> viewers) {
        int newest = versions.count() - 1;
        int oldest = newest;
        long hash = seed;
        for (AdversaryCpu cpu : viewers) {
            int fetch = versions.known(cpu.views().fetched);
            int load = versions.known(Math.max(cpu.views().loads, versions.seen[cpu.id()]));
            oldest = Math.min(oldest, Math.min(fetch, load));
            hash = Bench.mix(hash, newest - fetch, newest - load);
        }
        for (int version = oldest; version <= newest; version++) {
            hash = Bench.mix(hash, versions.value(version), version - newest);
        }
        return hash;
    }

    /** Keeps {@link #contents} as it would be computed from all that is there, by taking out the old and putting in the new. */
    private void log(long address, long old, long value, Versions versions) {
        contents ^= Bench.mix(0, address, old) ^ Bench.mix(0, address, value);
        if (now == written.length) {
            written = Arrays.copyOf(written, 2 * now);
            writtenAt = Arrays.copyOf(writtenAt, 2 * now);
        }
        written[now] = versions;
        writtenAt[now] = address;
    }
}
