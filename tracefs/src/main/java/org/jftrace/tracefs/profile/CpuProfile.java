package org.jftrace.tracefs.profile;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * What one CPU counted; the kernel's {@code struct ftrace_profile_stat}. Written by the thread that runs the CPU, without a lock
 * and without allocating; read by anybody, a function at a time. Each function gets a row when it is first called, as long as
 * there are rows.
 */
final class CpuProfile {
    private static final int COLUMNS = 4;
    private static final int IP = 0;
    private static final int HITS = 1;
    private static final int TIME = 2;
    private static final int SQUARES = 3;

    private final AtomicLongArray cells;
    private final AtomicInteger rows = new AtomicInteger();
    /** Rows by their ip, one more than its number; 0 is empty. The writer's. */
    private final int[] index;

    /** A function's row; squares in thousandths of a square microsecond, so that they do not overflow soon. */
    record Row(long ip, long hits, long time, long squares) {
        Row plus(Row other) {
            return new Row(ip, hits + other.hits, time + other.time, squares + other.squares);
        }
    }

    CpuProfile(int functions) {
        cells = new AtomicLongArray(COLUMNS * functions);
        index = new int[Integer.highestOneBit(Math.max(functions, 1)) * 4];
    }

    void hit(long ip) {
        int slot = slot(ip);
        if (index[slot] == 0) {
            int row = rows.getPlain();
            if (COLUMNS * row == cells.length()) {
                return;
            }
            cells.setPlain(COLUMNS * row + IP, ip);
            index[slot] = row + 1;
            rows.setRelease(row + 1); // who finds the row finds its ip
        }
        add(index[slot] - 1, HITS, 1);
    }

    void took(long ip, long nanoseconds) {
        int row = index[slot(ip)] - 1;
        if (row >= 0) {
            add(row, TIME, nanoseconds);
            add(row, SQUARES, nanoseconds / 1000 * nanoseconds + nanoseconds % 1000 * nanoseconds / 1000);
        }
    }

    private void add(int row, int column, long amount) {
        int cell = COLUMNS * row + column;
        cells.setOpaque(cell, cells.getPlain(cell) + amount);
    }

    /** The place of an ip in the index, or the empty one where it would come. There is always an empty one. */
    private int slot(long ip) {
        int at = (int) ((ip * 0x9e3779b97f4a7c15L) >>> 33) & (index.length - 1);
        while (index[at] != 0 && cells.getPlain(COLUMNS * (index[at] - 1) + IP) != ip) {
            at = (at + 1) & (index.length - 1);
        }
        return at;
    }

    /** The functions called, in the order of their first calls. */
    List<Row> rows() {
        return IntStream.range(0, rows.getAcquire())
                .mapToObj(this::row)
                .filter(row -> row.hits() > 0)
                .toList();
    }

    private Row row(int row) {
        int first = COLUMNS * row;
        return new Row(
                cells.getPlain(first + IP),
                cells.getOpaque(first + HITS),
                cells.getOpaque(first + TIME),
                cells.getOpaque(first + SQUARES));
    }
}
