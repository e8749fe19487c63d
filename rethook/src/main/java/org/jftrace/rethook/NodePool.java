package org.jftrace.rethook;

import org.jspecify.annotations.Nullable;

/**
 * The nodes of a rethook; the kernel's {@code objpool}. Each CPU begins to look where it found one last, and so finds its own
 * ones as long as there are some; then it takes another's. Nobody waits, nothing is allocated.
 */
final class NodePool {
    private static final int STRIDE = 32;

    private final RethookNode[] nodes;
    /**
     * Where each CPU begins to look; any value is right. A cache line apart, and one from either end: every CPU reads the length
     * in front of them.
     */
    private final int[] hints;

    NodePool(RethookNode[] nodes, int cpus) {
        this.nodes = nodes;
        this.hints = new int[STRIDE * (cpus + 2)];
        for (int cpu = 0; cpu < cpus; cpu++) {
            hints[hintOf(cpu)] = (int) ((long) nodes.length * cpu / cpus);
        }
    }

    private static int hintOf(int cpu) {
        return STRIDE * (cpu + 1);
    }

    /** Returns a node that nobody else has, or null if all are taken. */
    @Nullable
    RethookNode tryTake(int cpu) {
        int at = hints[hintOf(cpu)];
        for (int looked = 0; looked < nodes.length; looked++) {
            RethookNode node = nodes[at];
            if (node.takeAcquire()) {
                hints[hintOf(cpu)] = at;
                return node;
            }
            at = at + 1 == nodes.length ? 0 : at + 1;
        }
        return null;
    }

    void giveBack(int cpu, RethookNode node) {
        hints[hintOf(cpu)] = node.index;
        node.freeRelease();
    }
}
