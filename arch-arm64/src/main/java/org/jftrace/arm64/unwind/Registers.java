package org.jftrace.arm64.unwind;

import java.util.OptionalLong;
import java.util.function.IntToLongFunction;
import org.jftrace.FtraceException;
import org.jftrace.arm64.unwind.flow.FrameRule;
import org.jftrace.arm64.unwind.flow.Location;
import org.jftrace.arm64.unwind.flow.State;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;

/** The registers of the frame that a walk looks at: all of them of the newest, of an older one pc, SP and FP. */
final class Registers {
    private static final int RECORD = 16;

    private final CodeMemory memory;
    private final IntToLongFunction general;
    private boolean newest = true;
    private long pc;
    private long sp;
    private OptionalLong fp;

    private Registers(CodeMemory memory, IntToLongFunction general, long pc, long sp) {
        this.memory = memory;
        this.general = general;
        this.pc = pc;
        this.sp = sp;
        this.fp = OptionalLong.of(general.applyAsLong(State.FP));
    }

    static Registers of(GuestCpu cpu, CodeMemory memory) {
        return new Registers(memory, cpu::x, cpu.pc(), cpu.sp());
    }

    long pc() {
        return pc;
    }

    void goTo(long address) {
        pc = address;
    }

    /** LR, of the newest frame. */
    long link() {
        return general.applyAsLong(State.LR);
    }

    boolean isOutermost() {
        return fp.isPresent() && fp.getAsLong() == 0;
    }

    /** A host gate cannot be read. */
    boolean isReadable(long address) {
        try {
            memory.readWord(address);
            return true;
        } catch (FtraceException unmapped) {
            return false;
        }
    }

    long read(Location location, FrameRule rule) throws LostException {
        return switch (location.in()) {
            case REGISTER -> register((int) location.at());
            case SLOT -> load(callerSp(rule) + location.at());
            case ZERO -> 0;
            case NOWHERE -> throw new LostException("a register is nowhere to be found");
        };
    }

    /** To a frame that is older, if the stack says so: it grows down. */
    void toCaller(FrameRule rule, long address) throws LostException {
        long cfa = callerSp(rule);
        OptionalLong next =
                rule.fp().in() == Location.In.NOWHERE ? OptionalLong.empty() : OptionalLong.of(read(rule.fp(), rule));
        if (Long.compareUnsigned(cfa, sp) < 0 || (!newest && cfa == sp)) {
            throw new LostException(
                    "the caller's frame at 0x" + Long.toHexString(cfa) + " is not above 0x" + Long.toHexString(sp));
        }
        newest = false;
        pc = address;
        sp = cfa;
        fp = next;
    }

    /** Where sp is when the function returns: the canonical frame address of DWARF. */
    long callerSp(FrameRule rule) throws LostException {
        if (rule.cfaRegister() < 0) {
            throw new LostException(
                    rule.conflict()
                            ? "the paths that lead here disagree about SP"
                            : "SP has an offset that is not known");
        }
        return register(rule.cfaRegister()) + rule.cfaOffset();
    }

    long sp() {
        return sp;
    }

    private long register(int n) throws LostException {
        if (n == State.SP) {
            return sp;
        }
        if (newest) {
            return general.applyAsLong(n);
        }
        if (n == State.FP && fp.isPresent()) {
            return fp.getAsLong();
        }
        throw new LostException("x" + n + " is needed, which functions called since may have changed");
    }

    private long load(long address) throws LostException {
        try {
            return memory.readLong(address);
        } catch (FtraceException unmapped) {
            throw new LostException("there is no stack at 0x" + Long.toHexString(address));
        }
    }

    /** To the frame record that FP points to; false if it points to none above. */
    boolean followRecord() {
        long record = fp.orElse(0);
        if (Long.compareUnsigned(record, sp) < 0) {
            return false;
        }
        try {
            long next = load(record);
            pc = load(record + Long.BYTES);
            sp = record + RECORD;
            fp = OptionalLong.of(next);
            return true;
        } catch (LostException end) {
            return false;
        }
    }
}
