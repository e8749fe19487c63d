package org.jftrace.arm64.entry;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Objects that each CPU uses again for every traced call, one for each depth of nesting: a callback may make guest code
 * run that is traced in its turn. Only the thread that runs a CPU touches its row, so nothing is synchronised; a row
 * grows the first time a depth is reached and allocates nothing after that.
 */
final class PerCpu<T> {
    private final Supplier<T> maker;
    private final Row[] rows;

    private static final class Row {
        private Object[] items = new Object[0];
        private int depth;
    }

    PerCpu(int cpus, Supplier<T> maker) {
        this.maker = maker;
        this.rows = new Row[cpus];
        for (int cpu = 0; cpu < cpus; cpu++) {
            rows[cpu] = new Row();
        }
    }

    /** Takes the object of the next depth. */
    @SuppressWarnings("unchecked")
    T push(int cpu) {
        Row row = rows[cpu];
        int depth = row.depth++;
        if (depth == row.items.length) {
            grow(row);
        }
        return (T) row.items[depth];
    }

    /** Gives back the object taken last. */
    void pop(int cpu) {
        rows[cpu].depth--;
    }

    private void grow(Row row) {
        Object[] more = Arrays.copyOf(row.items, row.items.length + 1);
        more[row.items.length] = maker.get();
        row.items = more;
    }
}
