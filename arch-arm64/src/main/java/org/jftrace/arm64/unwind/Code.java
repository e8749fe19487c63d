package org.jftrace.arm64.unwind;

import org.jftrace.arm64.unwind.flow.Analysis;
import org.jftrace.arm64.unwind.flow.Convention;
import org.jftrace.arm64.unwind.flow.FrameRule;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.stack.FrameKind;
import org.jftrace.stack.StackFrame;
import org.jspecify.annotations.Nullable;

/** A function or a trampoline, and what is known of its frames once somebody has asked. */
final class Code {
    final AddressRange range;
    final FrameKind kind;
    final Convention convention;
    /** Whoever made it; another object if other code has come to lie there. */
    final Object maker;

    private final String name;
    private final CodeMemory memory;
    private volatile Analysis.@Nullable Rules rules;
    private int[] words = {};

    Code(CodeMemory memory, AddressRange range, FrameKind kind, Convention convention, String name, Object maker) {
        this.memory = memory;
        this.range = range;
        this.kind = kind;
        this.convention = convention;
        this.name = name;
        this.maker = maker;
    }

    /** The frame of a task that goes on at an address in this code. */
    StackFrame frame(long address) {
        return new StackFrame(address, kind, name, address - range.start());
    }

    /** The rule for a task that is about to execute an instruction; null if nothing leads there. */
    @Nullable
    FrameRule before(long pc) {
        return rules().before()[index(pc)];
    }

    /** The rule for a task that a call will return to; null if there is no call before that address. */
    @Nullable
    FrameRule behindCall(long returnAddress) {
        return rules().afterCall()[index(returnAddress - 4)];
    }

    /** Before anybody else knows of it: notes its words, for {@link #isUnchanged}. */
    void remember() {
        words = new int[(int) (range.size() / 4)];
        for (int i = 0; i < words.length; i++) {
            words[i] = memory.readWord(range.start() + 4L * i);
        }
    }

    boolean isUnchanged() {
        for (int i = 0; i < words.length; i++) {
            if (memory.readWord(range.start() + 4L * i) != words[i]) {
                return false;
            }
        }
        return true;
    }

    private int index(long pc) {
        return (int) ((pc - range.start()) / 4);
    }

    /** Two threads may both find out, and find the same. */
    private Analysis.Rules rules() {
        Analysis.Rules known = rules;
        if (known == null) {
            known = Analysis.of(memory, range, convention);
            rules = known;
        }
        return known;
    }
}
