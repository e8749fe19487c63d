package org.jftrace.sim.adversary;

import java.util.Arrays;
import org.jftrace.sim.cpu.Slot;

/**
 * What a CPU must know: times, so that it reads nothing that was replaced before. After "Promising-ARM/RISC-V" (Pulte et al.,
 * PLDI 2019), without promises.
 */
final class Views {
    /** For each register the newest time that its value depends on. */
    final int[] registers = new int[Slot.COUNT];

    /** The same for each 64 bits of the stack, which a CPU sees as registers that it has put aside. */
    private final int[] stack = new int[Bench.STACK_SIZE >>> 3];

    /** When the words were there that the CPU may still have fetched. */
    int fetched;

    /** No later load reads anything older. */
    int loads;

    /** The newest that a load has read; a barrier makes it {@link #loads}. */
    private int newestLoad;

    /** The newest of its own stores that others see. */
    private int newestStore;

    /** The newest that an address or a branch depends on; an ISB makes it {@link #loads}. */
    private int newestControl;

    void reset() {
        Arrays.fill(registers, 0);
        Arrays.fill(stack, 0);
        fetched = 0;
        loads = 0;
        newestLoad = 0;
        newestStore = 0;
        newestControl = 0;
    }

    void loaded(int time, boolean acquire) {
        newestLoad = Math.max(newestLoad, time);
        if (acquire) {
            loads = Math.max(loads, time);
        }
    }

    void stored(int time) {
        newestStore = Math.max(newestStore, time);
    }

    void control(int time) {
        newestControl = Math.max(newestControl, time);
    }

    /** DMB, DSB: later loads are after earlier loads, and if it is a full one after earlier stores. */
    void barrier(boolean full) {
        loads = Math.max(loads, full ? Math.max(newestLoad, newestStore) : newestLoad);
    }

    /** ISB. */
    void isb(int now) {
        loads = Math.max(loads, newestControl);
        fetched = now;
    }

    /** An exception, or a host call. */
    void knowAll(int now) {
        loads = now;
        fetched = now;
    }

    void putAside(long offset, int register) {
        stack[(int) (offset >>> 3)] = registers[register];
    }

    void takeBack(long offset, int register) {
        registers[register] = stack[(int) (offset >>> 3)];
    }

    /** Times differ with the order of what does not matter, so only what registers depend on is told apart by them. */
    long hash(long seed) {
        long hash = Bench.mix(seed, 0, 0);
        for (int i = 0; i < registers.length; i++) {
            if (registers[i] > loads) {
                hash = Bench.mix(hash, i, registers[i]);
            }
        }
        return newestLoad > loads ? Bench.mix(hash, -1, newestLoad) : hash;
    }
}
