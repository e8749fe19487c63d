package org.jftrace.sim.cpu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jftrace.sim.memory.GuestMemory;
import org.jspecify.annotations.Nullable;

/**
 * The decoded code of a page: for each word the block that starts there, or null.
 *
 * <p>Running CPUs take no lock. They read entries opaquely, so they find the old block or null or the new one, each of
 * which is whole because blocks have final fields only, and having seen a newer one never an older one again; what
 * happens-before a CPU's synchronisation (a patch and its {@link #forget}) it cannot miss afterwards.
 *
 * <p>Filling and forgetting exclude each other: else a CPU that had fetched an old word could be overtaken by a patch and
 * its {@code forget}, and then install the old word for good.
 */
final class CodePage {
    static final int SHIFT = 12;
    static final int WORDS = 1 << (SHIFT - 2);

    private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(Block[].class);

    /** Never has a block. */
    static final CodePage NONE = new CodePage(0);

    final long number;
    private final @Nullable Block[] blocks = new Block[WORDS];
    private final @Nullable Block[] singles = new Block[WORDS];

    CodePage(long number) {
        this.number = number;
    }

    @Nullable
    Block readOpaque(int index) {
        return (Block) ENTRY.getOpaque(blocks, index);
    }

    /** Like {@link #readOpaque}, but a block of a single instruction. */
    @Nullable
    Block readSingleOpaque(int index) {
        return (Block) ENTRY.getOpaque(singles, index);
    }

    synchronized Block fill(int index, GuestMemory memory, Predecoder predecoder) {
        return fill(blocks, index, Block.MAX_WORDS, memory, predecoder);
    }

    synchronized Block fillSingle(int index, GuestMemory memory, Predecoder predecoder) {
        return fill(singles, index, 1, memory, predecoder);
    }

    private Block fill(@Nullable Block[] table, int index, int maxWords, GuestMemory memory, Predecoder predecoder) {
        Block present = (Block) ENTRY.getOpaque(table, index);
        if (present != null) {
            return present;
        }
        long address = (number << SHIFT) + 4L * index;
        Block.Builder builder = new Block.Builder(address);
        int words = Math.min(maxWords, WORDS - index);
        for (int i = 0; i < words && !builder.ended(); i++) {
            long at = address + 4L * i;
            builder.add(predecoder.decode(at, memory.fetch(at)));
        }
        Block block = builder.build();
        ENTRY.setOpaque(table, index, block);
        return block;
    }

    /** Drops every block that contains one of some words, after they were changed in memory. */
    synchronized void forget(int first, int count) {
        for (int i = Math.max(0, first - Block.MAX_WORDS + 1); i < first + count; i++) {
            ENTRY.setOpaque(blocks, i, null);
        }
        for (int i = first; i < first + count; i++) {
            ENTRY.setOpaque(singles, i, null);
        }
    }
}
