package org.jftrace.stack;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A stack trace. Return addresses that ftrace hid behind trampolines of its own are given as they really are.
 *
 * @param frames newest first
 * @param doubt why the trace is not to be relied on, naming the frame; empty if it is
 */
public record StackTrace(List<StackFrame> frames, String doubt) {
    /** Keeps its own copy. */
    public StackTrace {
        frames = List.copyOf(frames);
    }

    /**
     * Tells whether every frame is known to be there, and none is missing.
     *
     * @return false if {@link #doubt()} says why not
     */
    public boolean reliable() {
        return doubt.isEmpty();
    }

    /** One frame a line, as the kernel prints it. */
    @Override
    public String toString() {
        return frames.stream().map(frame -> " => " + frame + "\n").collect(Collectors.joining())
                + (reliable() ? "" : " (" + doubt + ")\n");
    }
}
