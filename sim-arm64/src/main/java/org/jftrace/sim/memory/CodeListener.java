package org.jftrace.sim.memory;

/** Somebody who keeps decoded instructions and must hear when they change. */
@FunctionalInterface
public interface CodeListener {
    /**
     * Executable memory has been changed. Called on the patching thread after the write, before the patching call
     * returns, and for one change at a time, so that of two patches of one word the later is also heard of later. The
     * memory may be read in it; a listener that publishes something decoded must publish it with release semantics, since
     * {@link GuestMemory#patchWord} is a release.
     *
     * @param address of the first changed byte, 4-byte aligned
     * @param length in bytes, a multiple of 4
     */
    void codeChanged(long address, int length);
}
