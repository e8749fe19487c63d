package org.jftrace.arm64.unwind.flow;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What registers and the stack hold before an instruction. Register 31 is SP. */
public final class State {
    /** The frame pointer's number. */
    public static final int FP = 29;
    /** The link register's number. */
    public static final int LR = 30;
    /** The stack pointer's number. */
    public static final int SP = 31;

    /** The last register that a call may change, LR aside (AAPCS64 section 6.1.1). */
    private static final int LAST_SCRATCH = 18;

    private final long[] registers;
    /** By the distance from the CFA; only what matters, so absent is unknown. */
    private final NavigableMap<Long, Long> slots;

    private State(long[] registers, NavigableMap<Long, Long> slots) {
        this.registers = registers;
        this.slots = slots;
    }

    /** At a first instruction. */
    static State atEntry() {
        State state = new State(new long[SP + 1], new TreeMap<>());
        state.registers[FP] = Value.FP;
        state.registers[SP] = Value.cfa(0);
        return state;
    }

    void forget() {
        Arrays.fill(registers, Value.UNKNOWN);
    }

    State copy() {
        return new State(registers.clone(), new TreeMap<>(slots));
    }

    long get(int register) {
        return registers[register];
    }

    /** What lies below SP is anybody's. */
    void set(int register, long value) {
        registers[register] = value;
        if (register == SP && Value.isCfa(value)) {
            slots.headMap(Value.cfaOffset(value)).clear();
        }
    }

    long slot(long offset) {
        return slots.getOrDefault(offset, Value.UNKNOWN);
    }

    Map<Long, Long> slots() {
        return slots;
    }

    /** A store of some bytes: every slot that it touches is lost. */
    void overwrite(long offset, long bytes) {
        slots.subMap(offset - 7, offset + bytes).clear();
    }

    void store(long offset, long value) {
        overwrite(offset, Long.BYTES);
        if (value != Value.UNKNOWN && value != Value.CONFLICT) {
            slots.put(offset, value);
        }
    }

    /** A function was called and has returned. */
    void call() {
        Arrays.fill(registers, 0, LAST_SCRATCH + 1, Value.UNKNOWN);
        registers[LR] = Value.UNKNOWN;
        set(SP, registers[SP]);
    }

    /** A call site may have been traced: X9 to X17 are the trampoline's, all else is as it was. */
    void callSite() {
        Arrays.fill(registers, 9, 18, Value.UNKNOWN);
    }

    /** Another path leads here too. Tells whether that changed anything. */
    boolean join(State other) {
        boolean changed = false;
        for (int n = 0; n <= SP; n++) {
            long joined = Value.join(registers[n], other.registers[n]);
            changed |= joined != registers[n];
            registers[n] = joined;
        }
        changed |= slots.entrySet().removeIf(slot -> other.slot(slot.getKey()) != slot.getValue());
        return changed;
    }
}
