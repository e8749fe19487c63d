package org.jftrace.tracefs.ring;

/**
 * An entry that was read.
 *
 * @param time by the clock of its buffer
 * @param cpu that wrote it
 * @param pid of the task that the CPU ran
 * @param ip the call site
 * @param parentIp where the function returns to, 0 if unknown; of a {@link EntryType#GRAPH_RETURN} what it returned
 * @param type what it tells
 * @param flags {@link EntryFlags}
 * @param preemptCount how deeply preemption was disabled, in the low 4 bits; migration in the high 4 bits
 * @param data what the type says
 */
public record TraceEntry(
        long time, int cpu, int pid, long ip, long parentIp, EntryType type, int flags, int preemptCount, long data) {}
