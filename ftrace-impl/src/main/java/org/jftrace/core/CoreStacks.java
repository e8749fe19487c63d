package org.jftrace.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jftrace.core.record.DynRecord;
import org.jftrace.core.record.RecordTable;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.Unwinder;
import org.jftrace.stack.StackFrame;
import org.jftrace.stack.StackTrace;

/**
 * Stack traces with names.
 *
 * @param unwinder walks
 * @param returns know what return trampolines hide
 * @param symbols of the main image
 * @param records know the functions of modules
 */
record CoreStacks(Unwinder unwinder, CoreReturns returns, SymbolTable symbols, RecordTable records) {
    /** Of a module only the functions with a call site are known; none is taken to be larger. */
    private static final long LARGEST_FUNCTION = 0x1_0000;

    private static final int MOST_FRAMES = 256;

    int walk(GuestCpu cpu, long[] addresses) {
        int found = unwinder.walk(cpu, returns, addresses);
        return found < 0 ? -found - 1 : found;
    }

    StackTrace of(GuestCpu cpu) {
        long[] addresses = new long[MOST_FRAMES];
        int found = unwinder.walk(cpu, returns, addresses);
        int count = found < 0 ? -found - 1 : found;
        List<StackFrame> frames = new ArrayList<>(
                Arrays.stream(addresses, 0, count).mapToObj(this::frame).toList());
        String doubt = "";
        if (found < 0) {
            doubt = "behind frame " + count + " there is no frame record that can be right";
        } else if (count == MOST_FRAMES) {
            doubt = "there may be more than " + MOST_FRAMES + " frames";
        }
        return new StackTrace(frames, doubt);
    }

    /** A return address may be just behind the function that will be returned to, if that ends with a call. */
    private StackFrame frame(long address) {
        long call = address - 1;
        if (symbols.text().contains(call)) {
            return symbols.containing(call)
                    .map(symbol -> new StackFrame(address, symbol.name(), address - symbol.address()))
                    .orElse(new StackFrame(address, "", 0));
        }
        return records.stream()
                .filter(record -> !record.group().module().isEmpty())
                .filter(record -> call >= record.entry() && call - record.entry() < LARGEST_FUNCTION)
                .max(Comparator.comparingLong(DynRecord::entry))
                .map(record -> new StackFrame(address, record.function(), address - record.entry()))
                .orElse(new StackFrame(address, "", 0));
    }
}
