package org.jftrace.tracefs.print;

import static org.jftrace.tracefs.print.PrintOption.BIN;
import static org.jftrace.tracefs.print.PrintOption.CONTEXT_INFO;
import static org.jftrace.tracefs.print.PrintOption.HEX;
import static org.jftrace.tracefs.print.PrintOption.LATENCY_FORMAT;
import static org.jftrace.tracefs.print.PrintOption.PRINT_PARENT;
import static org.jftrace.tracefs.print.PrintOption.RAW;
import static org.jftrace.tracefs.print.PrintOption.SYM_ADDR;
import static org.jftrace.tracefs.print.PrintOption.SYM_OFFSET;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jftrace.tracefs.ring.EntryType;
import org.jftrace.tracefs.ring.TraceEntry;

/** One entry as text. */
final class Line {
    private final View view;
    private final TraceEntry entry;
    private final StringBuilder out;

    private Line(View view, TraceEntry entry, StringBuilder out) {
        this.view = view;
        this.entry = entry;
        this.out = out;
    }

    /**
     * Prints an entry.
     *
     * @param index its number in the text, from 1
     * @param nextTime that of the entry that follows; its own if none does
     */
    static void print(View view, TraceEntry entry, long index, long nextTime, StringBuilder out) {
        Line line = new Line(view, entry, out);
        if (view.has(BIN)) {
            line.bytes();
        } else if (view.has(HEX)) {
            line.hex();
        } else if (view.has(RAW)) {
            line.raw();
        } else {
            line.text(index, nextTime);
        }
    }

    /** Whether an entry is printed in its layout of words, where a buffer's start is remarked. */
    static boolean inWords(View view) {
        return !view.has(BIN) && !view.has(HEX) && !view.has(RAW);
    }

    private void text(long index, long nextTime) {
        if (entry.type() == EntryType.STACK && entry.data() != 0) {
            steps();
            return;
        }
        if (view.has(CONTEXT_INFO)) {
            if (view.has(LATENCY_FORMAT)) {
                Context.latency(view, entry, index, nextTime, out);
            } else {
                Context.standard(view, entry, out);
            }
        }
        if (entry.type() == EntryType.STACK) {
            out.append("<stack trace>\n");
            steps();
            return;
        }
        symbol(entry.ip());
        if (view.has(PRINT_PARENT) && entry.parentIp() != 0) {
            out.append(" <-");
            symbol(entry.parentIp());
        }
        if (entry.type() == EntryType.REPEATS) {
            long last = entry.time() - (entry.data() & (1L << 48) - 1);
            out.append(" (repeats: ").append(entry.data() >>> 48).append(", last_ts:");
            Context.time(view, last, out);
            out.append(')');
        }
        out.append('\n');
    }

    /** Two frames; more follow in entries of their own. */
    private void steps() {
        step(entry.ip());
        if (entry.parentIp() != 0) {
            step(entry.parentIp());
        }
    }

    private void step(long address) {
        out.append(" => ");
        symbol(address);
        out.append('\n');
    }

    private void symbol(long address) {
        if (address == 0) {
            out.append('0');
            return;
        }
        Symbols symbols = view.symbols();
        out.append(view.has(SYM_OFFSET) ? symbols.nameAndOffset(address) : symbols.name(address));
        if (view.has(SYM_ADDR)) {
            out.append(String.format(" <%016x>", address));
        }
    }

    private void raw() {
        if (view.has(CONTEXT_INFO)) {
            out.append(entry.pid()).append(' ').append(entry.cpu()).append(' ');
            out.append(Long.toUnsignedString(entry.time())).append(' ');
        }
        if (entry.type() == EntryType.FUNCTION) {
            out.append(String.format("%x %x\n", entry.ip(), entry.parentIp()));
        } else {
            type();
        }
    }

    private void hex() {
        if (view.has(CONTEXT_INFO)) {
            out.append(String.format("%08x %08x %016x ", entry.pid(), entry.cpu(), entry.time()));
        }
        if (entry.type() == EntryType.FUNCTION) {
            out.append(String.format("%016x %016x ", entry.ip(), entry.parentIp()));
        } else {
            type();
        }
        out.append('\n');
    }

    /** Little-endian, a character a byte. */
    private void bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        if (view.has(CONTEXT_INFO)) {
            bytes.putInt(entry.pid()).putInt(entry.cpu()).putLong(entry.time());
        }
        if (entry.type() == EntryType.FUNCTION) {
            bytes.putLong(entry.ip()).putLong(entry.parentIp());
        }
        out.append(new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1));
        if (entry.type() != EntryType.FUNCTION) {
            type();
        }
    }

    private void type() {
        out.append("type: ").append(entry.type().number()).append('\n');
    }
}
