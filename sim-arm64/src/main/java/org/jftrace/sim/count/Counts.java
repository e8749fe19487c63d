package org.jftrace.sim.count;

/**
 * What a stretch of guest code took. Host calls are no instructions; system calls are.
 *
 * @param instructions all of them
 * @param loads that read memory; one that loads a pair is one, and one that reads and writes is a load and a store
 * @param stores that write memory, likewise
 * @param branches of any kind, taken or not
 * @param taken those of them after which the CPU was not at the next word
 * @param indirect those of them whose target was in a register
 * @param hostCalls how often a host gate was called
 * @param stack how far sp went below where it was at first, in bytes
 */
public record Counts(
        long instructions,
        long loads,
        long stores,
        long branches,
        long taken,
        long indirect,
        long hostCalls,
        long stack) {}
