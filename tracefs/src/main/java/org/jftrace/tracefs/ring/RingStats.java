package org.jftrace.tracefs.ring;

/**
 * What became of the entries since the buffer was cleared.
 *
 * @param entries that can be read
 * @param overrun that were overwritten unread
 * @param dropped that found no room, in a buffer that does not overwrite
 */
public record RingStats(long entries, long overrun, long dropped) {
    /**
     * Returns what the header calls entries written: what can be read and what was overwritten, but not what was consumed.
     *
     * @return not negative
     */
    public long written() {
        return entries + overrun;
    }

    RingStats plus(RingStats other) {
        return new RingStats(entries + other.entries, overrun + other.overrun, dropped + other.dropped);
    }
}
