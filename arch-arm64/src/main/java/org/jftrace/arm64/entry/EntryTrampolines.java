package org.jftrace.arm64.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jftrace.arm64.a64.emit.Listing;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.CallTarget;
import org.jftrace.spi.arch.TrampolineFactory;

/**
 * The entry trampolines of a machine: the static one, the stub, and those bound to one ops. Bound ones are few, so they
 * are kept in arrays that are copied on change and searched from the front, without a lock.
 */
public final class EntryTrampolines implements TrampolineFactory {
    /** What {@link #boundHandle} answers for the static trampoline. No handle lies at address 0. */
    static final long FROM_LITERAL = 0;

    private static final int BOUND_SIZE = FtraceCaller.boundTo(1, 0).sizeInBytes();

    private final CodeMemory memory;
    private final AddressRange text;
    private final AddressRange staticCode;
    private final long entry;
    private final long stub;

    private final AtomicReference<Bound> bound = new AtomicReference<>(new Bound(new long[0], new long[0]));

    /** Live bound trampolines: where they start, and the handle each was made for. Never changed once published. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Bound(long[] addresses, long[] handles) {}

    /**
     * Generates the static trampoline and the stub.
     *
     * @param machine gives the memory, within reach of its main image
     */
    public EntryTrampolines(Machine machine) {
        this.memory = machine.memory();
        this.text = machine.symbols().text();
        Listing draft = FtraceCaller.fromLiteral(0);
        int size = draft.sizeInBytes() + FtraceCaller.stub(0).sizeInBytes();
        this.entry = memory.allocateCode(size, text);
        this.stub = entry + draft.sizeInBytes();
        this.staticCode = AddressRange.ofSize(entry, size);
        writeOrFree(entry, FtraceCaller.fromLiteral(entry), FtraceCaller.stub(stub));
    }

    private void writeOrFree(long block, Listing... contents) {
        try {
            for (Listing code : contents) {
                write(code);
            }
        } catch (RuntimeException failure) {
            free(block, failure);
            throw failure;
        }
    }

    /** A closed machine refuses this too; what is reported is why it was needed. */
    private void free(long block, RuntimeException failure) {
        try {
            memory.free(block);
        } catch (RuntimeException refused) {
            failure.addSuppressed(refused);
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
        long address = memory.allocateCode(BOUND_SIZE, text);
        writeOrFree(address, FtraceCaller.boundTo(handle, address));
        Bound now = readAcquire();
        publishRelease(new Bound(append(now.addresses, address), append(now.handles, handle)));
        return new CallTarget(address);
    }

    @Override
    public synchronized void free(CallTarget target) {
        Bound now = readAcquire();
        int at = indexOf(now, target.address());
        if (at < 0) {
            throw new IllegalArgumentException("no trampoline of ours at " + target);
        }
        publishRelease(new Bound(without(now.addresses, at), without(now.handles, at)));
        memory.free(target.address());
    }

    @Override
    public long stub() {
        return stub;
    }

    @Override
    public List<AddressRange> ranges() {
        List<AddressRange> ranges = new ArrayList<>();
        ranges.add(staticCode);
        for (long address : readAcquire().addresses) {
            ranges.add(AddressRange.ofSize(address, BOUND_SIZE));
        }
        return List.copyOf(ranges);
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
