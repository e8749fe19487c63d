package org.jftrace.arm64.unwind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.jftrace.arm64.unwind.flow.Convention;
import org.jftrace.arm64.unwind.flow.FrameRule;
import org.jftrace.arm64.unwind.flow.Location;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.stack.FrameKind;
import org.jftrace.stack.StackFrame;
import org.jftrace.stack.StackTrace;
import org.jspecify.annotations.Nullable;

/** One walk from the newest frame to the oldest. */
final class Walk {
    private static final long CODE_OF_AUTHENTICATION = -1L << 48;
    private static final long UPPER_HALF = 1L << 55;

    private final CodeMemory memory;
    private final LongFunction<@Nullable Code> codeAt;
    private final HiddenAddresses hidden;
    private final List<StackFrame> frames = new ArrayList<>();

    Walk(CodeMemory memory, LongFunction<@Nullable Code> codeAt, HiddenAddresses hidden) {
        this.memory = memory;
        this.codeAt = codeAt;
        this.hidden = hidden;
    }

    /**
     * Walks.
     *
     * @param parent where the newest function will return to, if that is not where its registers say
     */
    StackTrace from(GuestCpu cpu, OptionalLong parent) {
        Registers registers = Registers.of(cpu, memory);
        try {
            Code code = newest(registers, parent);
            while (code != null) {
                code = older(code, registers);
            }
            return new StackTrace(frames, Optional.empty());
        } catch (LostException lost) {
            StackFrame last = frames.get(frames.size() - 1);
            guess(registers);
            return new StackTrace(frames, Optional.of(new StackTrace.Doubt(last, lost.reason())));
        }
    }

    private @Nullable Code newest(Registers registers, OptionalLong parent) throws LostException {
        long pc = registers.pc();
        Code code = codeAt.apply(pc);
        if (code == null && !registers.isReadable(pc)) {
            return inGate(registers, parent);
        }
        if (code == null) {
            throw nowhere(pc);
        }
        frames.add(code.frame(pc));
        FrameRule rule = code.before(pc);
        if (rule == null) {
            throw new LostException("nothing leads to this instruction");
        }
        return step(code, rule, registers, parent);
    }

    /** A host call has no frame of its own; while the handler of a return trampoline runs, that return is under way. */
    private @Nullable Code inGate(Registers registers, OptionalLong parent) throws LostException {
        long back = strip(registers.link());
        Code code = codeAt.apply(back - 4);
        if (code == null) {
            throw nowhere(back);
        }
        registers.goTo(back);
        OptionalLong underWay =
                code.convention == Convention.RETURN_TARGET ? OptionalLong.of(code.range.start()) : parent;
        frames.add(code.frame(back));
        return step(code, behindCall(code, back), registers, underWay);
    }

    private @Nullable Code older(Code code, Registers registers) throws LostException {
        long at = registers.pc();
        frames.add(code.frame(at));
        return step(code, behindCall(code, at), registers, OptionalLong.empty());
    }

    private static FrameRule behindCall(Code code, long at) throws LostException {
        FrameRule rule = code.behindCall(at);
        if (rule == null) {
            throw new LostException("there is no call before this instruction that anything leads to");
        }
        return rule;
    }

    /** To the caller; null if there is none. */
    private @Nullable Code step(Code code, FrameRule rule, Registers registers, OptionalLong known)
            throws LostException {
        long caller = known.isPresent() ? known.getAsLong() : caller(code, rule, registers);
        if (rule.resume().in() != Location.In.NOWHERE) {
            resume(strip(registers.read(rule.resume(), rule)), strip(caller));
        }
        if (strip(caller) == 0) {
            return null;
        }
        long real = hidden.real(strip(caller), registers.callerSp(rule));
        if (real == HiddenAddresses.LOST) {
            throw new LostException("the return trampoline at 0x" + Long.toHexString(strip(caller))
                    + " does not know where it will return to");
        }
        registers.toCaller(rule, strip(real));
        return known(registers);
    }

    private static long caller(Code code, FrameRule rule, Registers registers) throws LostException {
        if (rule.caller().in() != Location.In.NOWHERE) {
            return registers.read(rule.caller(), rule);
        }
        if (code.convention == Convention.RETURN_TARGET) {
            return code.range.start();
        }
        if (rule.fp().in() == Location.In.ZERO) {
            return 0;
        }
        throw new LostException(
                rule.conflict()
                        ? "the paths that lead here disagree about the frame"
                        : "the return address is nowhere to be found");
    }

    /** The function whose call site led to a trampoline, unless a callback has made it return at once. */
    private void resume(long at, long caller) {
        if (at != caller) {
            Code function = codeAt.apply(at);
            frames.add(function == null ? unknown(at) : function.frame(at));
        }
    }

    /** The outermost function returns to the host, if it returns, with a frame pointer of 0. */
    private @Nullable Code known(Registers registers) throws LostException {
        long at = registers.pc();
        Code code = codeAt.apply(at - 4);
        if (code == null && !(registers.isOutermost() && !registers.isReadable(at))) {
            throw nowhere(at);
        }
        return code;
    }

    private LostException nowhere(long at) {
        frames.add(unknown(at));
        return new LostException("no code is known here");
    }

    private static StackFrame unknown(long at) {
        return new StackFrame(at, FrameKind.UNKNOWN, "", 0);
    }

    /** From where the walk was lost, as frame records have it (AAPCS64 section 6.4.6). */
    private void guess(Registers registers) {
        while (registers.followRecord()) {
            long at = strip(hidden.real(strip(registers.pc()), registers.sp()));
            Code code = codeAt.apply(at - 4);
            frames.add(code == null ? unknown(at) : code.frame(at));
        }
    }

    private static long strip(long address) {
        return (address & UPPER_HALF) == 0 ? address & ~CODE_OF_AUTHENTICATION : address | CODE_OF_AUTHENTICATION;
    }
}
