package org.jftrace.arm64.entry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.arm64.a64.emit.Listing;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.CallTarget;
import org.jftrace.spi.arch.TrampolineFactory;

/**
 * The entry trampolines of a machine: the static one, the stub, those bound to one ops, and the PLT entries of text that
 * is out of reach. The latter are few, so they are kept in arrays that are copied on change and searched from the front, without a lock.
 */
public final class EntryTrampolines implements TrampolineFactory {
    /** What {@link #boundHandle} answers for the static trampoline. No handle lies at address 0. */
    static final long FROM_LITERAL = 0;

    private static final int BOUND_SIZE = FtraceCaller.boundTo(1, 0).sizeInBytes();

    private final Machine machine;
    private final CodeMemory memory;
    private final AddressRange text;
    private final List<AddressRange> staticCode;
    private final long entry;
    private final long stub;

    /** What somebody else gave us to fill, so it is not ours to free. */
    private final Set<Long> givenPlaces = new HashSet<>();

    private final AtomicReference<Bound> bound =
            new AtomicReference<>(new Bound(new long[0], new long[0], new long[0]));

    /** Live bound trampolines: where they start, and the handle each was made for. Never changed once published. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Bound(long[] addresses, long[] handles, long[] sizes) {}

    /**
     * Generates the static trampoline and the stub.
     *
     * @param machine gives the memory, within reach of its main image
     */
    public EntryTrampolines(Machine machine) {
        this.machine = machine;
        this.memory = machine.memory();
        this.text = machine.symbols().text();
        this.entry = place(machine, "ftrace_caller", FtraceCaller.fromLiteral(0).sizeInBytes());
        long stubPlace = 0;
        try {
            stubPlace = place(machine, "ftrace_stub", FtraceCaller.stub(0).sizeInBytes());
            write(FtraceCaller.fromLiteral(entry));
            write(FtraceCaller.stub(stubPlace));
        } catch (RuntimeException failure) {
            freeIfAllocated(entry, failure);
            freeIfAllocated(stubPlace, failure);
            throw failure;
        }
        this.stub = stubPlace;
        this.staticCode = List.of(
                AddressRange.ofSize(entry, FtraceCaller.fromLiteral(0).sizeInBytes()),
                AddressRange.ofSize(stub, FtraceCaller.stub(0).sizeInBytes()));
    }

    /** Where the image keeps room for some code, or else where there is some. */
    private long place(Machine machine, String name, int size) {
        return machine.symbols()
                .reserved(name)
                .map(symbol -> reserved(symbol, size))
                .orElseGet(() -> memory.allocateCode(size, text));
    }

    private long reserved(SymbolTable.Symbol place, int size) {
        if (place.size() < size) {
            throw new FtraceException(
                    Errno.EINVAL, place.name() + " has room for " + place.size() + " bytes, " + size + " are needed");
        }
        givenPlaces.add(place.address());
        return place.address();
    }

    private void freeIfAllocated(long address, RuntimeException failure) {
        try {
            if (address != 0 && !givenPlaces.contains(address)) {
                memory.free(address);
            }
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private void write(Listing code) {
        int[] words = code.words();
        for (int i = 0; i < words.length; i++) {
            memory.patchWord(code.base() + 4L * i, words[i]);
        }
    }

    private Bound readAcquire() {
        return bound.getAcquire();
    }

    /** A release: who finds a trampoline finds its handle. */
    private void publishRelease(Bound next) {
        bound.setRelease(next);
    }

    @Override
    public CallTarget entry() {
        return new CallTarget(entry);
    }

    @Override
    public synchronized CallTarget entryFor(long handle) {
        return add(memory.allocateCode(BOUND_SIZE, text), at -> FtraceCaller.boundTo(handle, at), handle);
    }

    /** X16 is the linker's to use between a call and its target (AAPCS64 section 6.1.1). */
    @Override
    public synchronized CallTarget plt(CallTarget to, AddressRange near, long place) {
        long handle = boundHandle(to.address());
        long address = place != 0 && givenPlaces.add(place) ? place : memory.allocateCode(Plt.SIZE, near);
        return add(address, at -> Plt.to(to.address(), at), handle);
    }

    /**
     * New code is no branch for another, so a CPU may still hold what was there before it (Arm ARM B2.2.5): all synchronise before
     * anybody can branch to it. Linux: {@code flush_icache_range}.
     */
    private CallTarget add(long address, LongFunction<Listing> code, long handle) {
        Listing listing;
        try {
            listing = code.apply(address);
            write(listing);
            machine.synchronizeCpus();
        } catch (RuntimeException failure) {
            release(address);
            throw failure;
        }
        Bound now = readAcquire();
        publishRelease(new Bound(
                append(now.addresses, address), append(now.handles, handle), append(now.sizes, listing.sizeInBytes())));
        return new CallTarget(address);
    }

    private void release(long address) {
        if (!givenPlaces.remove(address)) {
            memory.free(address);
        }
    }

    @Override
    public synchronized void free(CallTarget target) {
        Bound now = readAcquire();
        int at = indexOf(now, target.address());
        if (at < 0) {
            throw new IllegalArgumentException("no trampoline of ours at " + target);
        }
        publishRelease(new Bound(without(now.addresses, at), without(now.handles, at), without(now.sizes, at)));
        release(target.address());
    }

    @Override
    public long stub() {
        return stub;
    }

    @Override
    public List<AddressRange> ranges() {
        List<AddressRange> ranges = new ArrayList<>();
        ranges.addAll(staticCode);
        Bound now = readAcquire();
        for (int i = 0; i < now.addresses.length; i++) {
            ranges.add(AddressRange.ofSize(now.addresses[i], now.sizes[i]));
        }
        return List.copyOf(ranges);
    }

    /**
     * Tells whether a CPU is in one of these trampolines, or will return to one.
     *
     * @param pc an address of code
     * @return true from the first instruction to the last
     */
    public boolean contains(long pc) {
        for (int i = 0; i < staticCode.size(); i++) {
            if (staticCode.get(i).contains(pc)) {
                return true;
            }
        }
        Bound now = readAcquire();
        for (int i = 0; i < now.addresses.length; i++) {
            if (pc >= now.addresses[i] && pc < now.addresses[i] + now.sizes[i]) {
                return true;
            }
        }
        return false;
    }

    boolean isEntry(long target) {
        return target == entry || indexOf(readAcquire(), target) >= 0;
    }

    /** Returns the handle a trampoline is bound to, or {@link #FROM_LITERAL} for the static one. */
    long boundHandle(long target) {
        if (target == entry) {
            return FROM_LITERAL;
        }
        Bound now = readAcquire();
        int at = indexOf(now, target);
        if (at < 0) {
            throw new IllegalArgumentException("0x" + Long.toHexString(target) + " is no entry trampoline");
        }
        return now.handles[at];
    }

    private static int indexOf(Bound bound, long address) {
        for (int i = 0; i < bound.addresses.length; i++) {
            if (bound.addresses[i] == address) {
                return i;
            }
        }
        return -1;
    }

    private static long[] append(long[] array, long value) {
        long[] longer = java.util.Arrays.copyOf(array, array.length + 1);
        longer[array.length] = value;
        return longer;
    }

    private static long[] without(long[] array, int at) {
        long[] shorter = java.util.Arrays.copyOf(array, array.length - 1);
        System.arraycopy(array, at + 1, shorter, at, shorter.length - at);
        return shorter;
    }
}
