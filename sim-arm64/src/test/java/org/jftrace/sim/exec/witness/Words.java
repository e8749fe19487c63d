package org.jftrace.sim.exec.witness;

import java.util.Arrays;

/** Text that grows, and the few words around a random program, encoded by hand. */
final class Words {
    static final int CLREX = 0xd503_3f5f;
    static final int SVC = 0xd400_0001;
    private static final int SP = 31;

    private final long start;
    private int[] words = new int[1024];
    private int count;

    Words(long start) {
        this.start = start;
    }

    long here() {
        return start + 4L * count;
    }

    int count() {
        return count;
    }

    int[] range(int from, int to) {
        return Arrays.copyOfRange(words, from, to);
    }

    void add(int word) {
        if (count == words.length) {
            words = Arrays.copyOf(words, 2 * count);
        }
        words[count++] = word;
    }

    /** MOVZ, and the MOVKs that are needed. */
    void constant(int register, long value) {
        add(0xd280_0000 | (int) (value & 0xffff) << 5 | register);
        for (int half = 1; half < 4; half++) {
            int bits = (int) (value >>> (16 * half)) & 0xffff;
            if (bits != 0) {
                add(0xf280_0000 | half << 21 | bits << 5 | register);
            }
        }
    }

    void moveToSp(int register) {
        add(0x9100_0000 | register << 5 | SP);
    }

    void moveFromSp(int register) {
        add(0x9100_0000 | SP << 5 | register);
    }

    void loadPair(int first, int base, int offset) {
        add(0xa940_0000 | (offset / 8) << 15 | (first + 1) << 10 | base << 5 | first);
    }

    void storePair(int first, int base, int offset) {
        add(0xa900_0000 | (offset / 8) << 15 | (first + 1) << 10 | base << 5 | first);
    }

    void load(int register, int base, int offset) {
        add(0xf940_0000 | (offset / 8) << 10 | base << 5 | register);
    }

    void store(int register, int base, int offset) {
        add(0xf900_0000 | (offset / 8) << 10 | base << 5 | register);
    }

    void writeFlags(int register) {
        add(0xd51b_4200 | register);
    }

    void readFlags(int register) {
        add(0xd53b_4200 | register);
    }
}
