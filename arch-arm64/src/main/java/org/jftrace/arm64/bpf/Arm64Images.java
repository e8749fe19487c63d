package org.jftrace.arm64.bpf;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.arm64.a64.emit.Listing;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.image.ImageFactory;
import org.jftrace.spi.arch.image.ImageSpec;
import org.jftrace.spi.arch.image.TrampolineImage;
import org.jspecify.annotations.Nullable;

/** Generates images into a machine's memory. */
public final class Arm64Images implements ImageFactory {
    private final Machine machine;
    private final CodeMemory memory;
    private final AddressRange text;
    private final ConcurrentSkipListMap<Long, Block> live = new ConcurrentSkipListMap<>();

    /**
     * Code that was generated and has not been freed.
     *
     * @param range where it lies
     * @param stub whether it was made by {@link #generateStub}
     */
    public record Block(AddressRange range, boolean stub) {}

    /**
     * Makes the factory of a machine.
     *
     * @param machine gives the memory
     */
    public Arm64Images(Machine machine) {
        this.machine = machine;
        this.memory = machine.memory();
        this.text = machine.symbols().text();
    }

    /**
     * Finds the code that an address lies in.
     *
     * @param pc of a CPU
     * @return null if it lies in none of ours
     */
    public @Nullable Block containing(long pc) {
        Map.Entry<Long, Block> below = live.floorEntry(pc);
        return below != null && below.getValue().range().contains(pc) ? below.getValue() : null;
    }

    @Override
    public TrampolineImage generate(ImageSpec spec, AddressRange near) {
        int size = ImageCode.of(spec, 0).listing().sizeInBytes();
        long base = allocate(size, near);
        ImageCode.Code code = ImageCode.of(spec, base);
        requireSize(size, code.listing());
        write(code.listing(), false);
        return new TrampolineImage(AddressRange.ofSize(base, size), AddressRange.ofSize(base, code.uncounted()));
    }

    /** Two passes, so what the first one promised is checked before a word is written. */
    private void requireSize(int size, Listing code) {
        if (code.sizeInBytes() != size) {
            memory.free(code.base());
            throw new IllegalStateException("an image has " + code.sizeInBytes() + " bytes at 0x"
                    + Long.toHexString(code.base()) + ", and " + size + " at 0");
        }
    }

    private long allocate(int size, AddressRange near) {
        try {
            return memory.allocateCode(size, near);
        } catch (FtraceException full) {
            if (full.errno() != Errno.ENOMEM) {
                throw full;
            }
            return memory.allocateCode(size, text);
        }
    }

    private void write(Listing code, boolean stub) {
        int[] words = code.words();
        try {
            for (int i = 0; i < words.length; i++) {
                memory.patchWord(code.base() + 4L * i, words[i]);
            }
            machine.synchronizeCpus(); // a CPU may still hold what was there before
        } catch (RuntimeException failure) {
            memory.free(code.base());
            throw failure;
        }
        live.put(code.base(), new Block(AddressRange.ofSize(code.base(), code.sizeInBytes()), stub));
    }

    @Override
    public void free(long address) {
        if (live.remove(address) == null) {
            throw new IllegalArgumentException("no image and no stub at 0x" + Long.toHexString(address));
        }
        memory.free(address);
    }

    @Override
    public CallSite generateStub() {
        long base = memory.allocateCode(ImageCode.stub(0).sizeInBytes(), text);
        write(ImageCode.stub(base), true);
        return new CallSite(base, ImageCode.stubSite(base), CallSite.NO_LITERAL);
    }
}
