package org.jftrace.stack;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who called whom; Linux: {@code arch_stack_walk_reliable}. A function that has been left by a tail call has no frame any
 * more, and a call site that is being traced has two: that of the trampoline and that of the function.
 *
 * @param frames newest first; never empty
 * @param doubt why not all of the frames can be relied upon; empty if they can, and none is missing
 */
public record StackTrace(List<StackFrame> frames, Optional<Doubt> doubt) {
    /** Copies the list. */
    public StackTrace {
        frames = List.copyOf(frames);
    }

    /**
     * What makes a trace unreliable. Frames that are older than the one named here are a guess.
     *
     * @param frame whose caller could not be told
     * @param reason a sentence that says why
     */
    public record Doubt(StackFrame frame, String reason) {
        @Override
        public String toString() {
            return frame + ": " + reason;
        }
    }

    /**
     * Tells whether the trace is the truth and all of it, down to the outermost function.
     *
     * @return false if there is a {@link #doubt()}
     */
    public boolean reliable() {
        return doubt.isEmpty();
    }

    /**
     * Returns the frames of functions only, without trampolines.
     *
     * @return newest first; may be empty
     */
    public List<StackFrame> functions() {
        return frames.stream()
                .filter(frame -> frame.kind() == FrameKind.FUNCTION)
                .toList();
    }

    /**
     * Writes one frame a line in the kernel's layout, {@code  => vfs_read+0x24}, and the doubt, if any, below.
     *
     * @return each line with its line break
     */
    @Override
    public String toString() {
        String lines = frames.stream().map(frame -> " => " + frame + "\n").collect(Collectors.joining());
        return lines + doubt.map(why -> " unreliable: " + why + "\n").orElse("");
    }
}
