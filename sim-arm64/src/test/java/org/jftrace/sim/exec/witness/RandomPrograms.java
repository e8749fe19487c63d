package org.jftrace.sim.exec.witness;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jftrace.arm64.a64.Form;
import org.jftrace.arm64.a64.text.Disassembler;

/**
 * Many random programs in one text. Each has a record, which holds the registers that it starts with, later those that
 * it ended with, and the memory that it works on:
 *
 * <pre>
 *   0     x0 to x30
 *   248   sp
 *   256   NZCV, in bits 31 to 28
 *   272   scratch area
 * </pre>
 *
 * <p>When all have run, the records go to standard output.
 */
final class RandomPrograms {
    static final long TEXT = 0x40_0000;
    static final long DATA = 0x1000_0000;
    static final int SP_AT = 248;
    static final int NZCV_AT = 256;
    static final int SCRATCH_AT = 272;
    static final int RECORD_SIZE = SCRATCH_AT + MemoryOperand.SCRATCH_SIZE;

    private static final int SYS_WRITE = 64;
    private static final int SYS_EXIT = 93;
    private static final int INSTRUCTIONS = 16;
    private static final long[] CORNERS = {
        0, 1, 2, -1, -2, Long.MIN_VALUE, Long.MAX_VALUE, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, 1L << 32, 0xff, 0x80
    };

    private final Random random;
    private final List<Form> forms = RandomInstruction.forms();
    private final Words text = new Words(TEXT);
    private final int[] starts;
    private final ByteBuffer records;
    private final Set<Form> used = new HashSet<>();

    RandomPrograms(long seed, int count) {
        random = new Random(seed);
        starts = new int[count + 1];
        records = ByteBuffer.allocate(count * RECORD_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            starts[i] = text.count();
            program(DATA + (long) i * RECORD_SIZE);
        }
        starts[count] = text.count();
        writeAndExit(count);
    }

    private void program(long record) {
        for (int x = 0; x < 31; x++) {
            records.putLong(x == RandomInstruction.RECORD ? record : randomValue());
        }
        records.putLong(record + SCRATCH_AT)
                .putLong((long) random.nextInt(16) << 28)
                .putLong(0);
        byte[] scratch = new byte[MemoryOperand.SCRATCH_SIZE];
        random.nextBytes(scratch);
        records.put(scratch);
        loadRegisters(record);
        RandomInstruction instructions = new RandomInstruction(random, text, record + SCRATCH_AT);
        for (int i = 0; i < INSTRUCTIONS; i++) {
            Form form = forms.get(random.nextInt(forms.size()));
            used.add(form);
            instructions.add(form);
        }
        storeRegisters();
    }

    private long randomValue() {
        return switch (random.nextInt(4)) {
            case 0 -> CORNERS[random.nextInt(CORNERS.length)];
            case 1 -> random.nextInt(256) - 128L;
            case 2 -> random.nextInt();
            default -> random.nextLong();
        };
    }

    private void loadRegisters(long record) {
        int base = RandomInstruction.RECORD;
        text.constant(base, record);
        text.load(0, base, NZCV_AT);
        text.writeFlags(0);
        text.load(0, base, SP_AT);
        text.moveToSp(0);
        for (int x = 0; x < base; x += 2) {
            text.loadPair(x, base, 8 * x);
        }
        text.loadPair(base + 1, base, 8 * (base + 1));
        text.add(Words.CLREX);
    }

    private void storeRegisters() {
        int base = RandomInstruction.RECORD;
        for (int x = 0; x < base; x += 2) {
            text.storePair(x, base, 8 * x);
        }
        text.storePair(base + 1, base, 8 * (base + 1));
        text.moveFromSp(0);
        text.store(0, base, SP_AT);
        text.readFlags(0);
        text.store(0, base, NZCV_AT);
    }

    private void writeAndExit(int count) {
        text.constant(0, 1);
        text.constant(1, DATA);
        text.constant(2, (long) count * RECORD_SIZE);
        text.constant(8, SYS_WRITE);
        text.add(Words.SVC);
        text.constant(0, 0);
        text.constant(8, SYS_EXIT);
        text.add(Words.SVC);
    }

    Set<Form> used() {
        return used;
    }

    byte[] text() {
        ByteBuffer bytes = ByteBuffer.allocate(4 * text.count()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(text.range(0, text.count()));
        return bytes.array();
    }

    byte[] records() {
        return records.array().clone();
    }

    /** Program {@code i} as assembler text, its registers before, and how two results of it differ. */
    String explain(int i, ByteBuffer expected, ByteBuffer actual) {
        int base = i * RECORD_SIZE;
        String differences = IntStream.range(0, RECORD_SIZE / 8)
                .map(n -> 8 * n)
                .filter(at -> expected.getLong(base + at) != actual.getLong(base + at))
                .mapToObj(at -> String.format(
                        "  %s: before %016x, expected %016x, but was %016x",
                        name(at), records.getLong(base + at), expected.getLong(base + at), actual.getLong(base + at)))
                .collect(Collectors.joining("\n"));
        String registers = IntStream.range(0, SCRATCH_AT / 8 - 1)
                .mapToObj(n -> String.format("  %s %016x", name(8 * n), records.getLong(base + 8 * n)))
                .collect(Collectors.joining("\n"));
        List<String> lines = new ArrayList<>();
        for (int at = starts[i]; at < starts[i + 1]; at++) {
            int word = text.range(at, at + 1)[0];
            lines.add(String.format(
                    "  %x: %08x  %s", TEXT + 4L * at, word, Disassembler.disassemble(word, TEXT + 4L * at)));
        }
        return "program " + i + "\n" + differences + "\nregisters before\n" + registers + "\n"
                + String.join("\n", lines);
    }

    private static String name(int at) {
        return at < SP_AT ? "x" + at / 8 : at == SP_AT ? "sp" : at == NZCV_AT ? "nzcv" : "scratch+" + (at - SCRATCH_AT);
    }
}
