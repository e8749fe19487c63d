package org.jftrace.sim.twin;

import static org.jftrace.arm64.a64.emit.Reg.LR;
import static org.jftrace.arm64.a64.emit.Reg.SP;
import static org.jftrace.arm64.a64.emit.Reg.X9;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.Listing;
import org.jftrace.arm64.a64.emit.LoadStore;
import org.jftrace.arm64.a64.emit.Moves;
import org.jftrace.arm64.a64.emit.Reg;
import org.jftrace.arm64.a64.emit.SystemInstructions;
import org.jftrace.spi.arch.image.FunctionModel;
import org.jftrace.spi.arch.image.ImageSpec;
import org.jftrace.spi.arch.image.ImageSpec.ProgramCall;

/**
 * A random model with random programs, a function of that model that logs what it gets, a call of it from random registers,
 * and what must be in the log afterwards. Its memory:
 *
 * <pre>
 *     0      x0 to x8, x19 to x26, fp
 *     144    stack, its pointer at {@link #sp}
 *     1168   log
 * </pre>
 */
final class ImageCase {
    static final int SITE_AT = 8;

    private static final int KEPT = 9;
    private static final int REGISTERS = 18;
    private static final int STACK_AT = 8 * REGISTERS;
    private static final int LOG_AT = STACK_AT + 1024;
    private static final int IN_FUNCTION = 0xffff;
    private static final Reg BASE = Reg.x(27);
    /** x0 to x8 and what a callee has to keep. */
    private static final List<Reg> LOADED = Stream.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 19, 20, 21, 22, 23, 24, 25, 26, 29)
            .map(Reg::x)
            .toList();

    final ImageSpec spec;
    final long record;
    private final FunctionModel model;
    private final ImageGates gates;
    private final long[] memory = new long[LOG_AT / 8];
    private final long[] result;
    private final long sp;

    ImageCase(Random random, ImageGates gates, LongSupplier stubs, long record) {
        this.record = record;
        this.gates = gates;
        Integer[] sizes = new Integer[random.nextInt(FunctionModel.MAX_ARGUMENTS + 1)];
        Arrays.setAll(sizes, i -> 1 + random.nextInt(16));
        model = new FunctionModel(List.of(sizes), random.nextInt(24));
        spec = spec(random, stubs);
        Arrays.setAll(memory, i -> random.nextLong());
        result = random.longs(model.resultRegisters()).toArray();
        sp = record + STACK_AT + 832 + 16L * random.nextInt(4);
    }

    private ImageSpec spec(Random random, LongSupplier stubs) {
        int most = random.nextInt(10) == 0 ? ImageSpec.MAX_PROGRAMS : 1 + random.nextInt(6);
        List<List<ProgramCall>> kinds = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int kept = 1 + random.nextInt(7);
        for (int i = 0; i < most; i++) {
            int kind = random.nextInt(3);
            boolean possible = (kept >> kind & 1) != 0 && (kind != 1 || model.resultRegisters() > 0);
            if (possible) {
                int words = 2 + model.slots() + (kind == 0 ? 0 : model.resultRegisters());
                long answer = random.nextInt(kind == 1 ? 8 : 2) == 0 ? random.nextLong() : 0;
                long stub = random.nextInt(4) == 0 ? stubs.getAsLong() : 0;
                kinds.get(kind).add(new ProgramCall(gates.add(words, answer), stub));
            }
        }
        boolean counts = random.nextBoolean();
        return new ImageSpec(
                model,
                kinds.get(0),
                kinds.get(1),
                kinds.get(2),
                counts ? gates.add(0, random.nextLong()) : 0,
                counts ? gates.add(0, random.nextLong()) : 0);
    }

    /** The function, initialised for ftrace, its call site {@link #SITE_AT} behind its start. */
    Listing function(long base) {
        Assembler asm = new Assembler(base)
                .emit(SystemInstructions.BTI_C, Moves.mov(X9, LR), SystemInstructions.NOP)
                .emit(Moves.movz(X9, IN_FUNCTION, 0));
        log(asm, X9);
        for (int n = 0; n < model.registerSlots(); n++) {
            log(asm, Reg.x(n));
        }
        if (model.returnsInMemory()) {
            log(asm, Reg.X8);
        }
        for (int n = 0; n < model.stackSlots(); n++) {
            log(asm.emit(LoadStore.ldr(X9, SP, 8 * n)), X9);
        }
        asm.emit(ImageGates.spoil());
        for (int n = 0; n < result.length; n++) {
            asm.ldr(Reg.x(n), result[n]);
        }
        return asm.emit(Branches.ret()).finish();
    }

    void call(Assembler asm, long function) {
        asm.ldr(X9, sp)
                .emit(Moves.mov(SP, X9))
                .ldr(ImageGates.LOG, record + LOG_AT)
                .ldr(BASE, record);
        for (int i = 0; i < REGISTERS; i++) {
            asm.emit(LoadStore.ldr(LOADED.get(i), BASE, 8 * i));
        }
        asm.emit(Branches.bl(asm.here(), function));
        for (int n = 0; n < model.resultRegisters(); n++) {
            log(asm, Reg.x(n));
        }
        for (int i = KEPT; i < REGISTERS; i++) {
            log(asm, LOADED.get(i));
        }
        log(asm, BASE);
        log(asm.emit(Moves.mov(X9, SP)), X9);
    }

    private static void log(Assembler asm, Reg register) {
        asm.emit(LoadStore.strPost(register, ImageGates.LOG, 8));
    }

    long[] expectedLog(long ip) {
        List<Long> log = new ArrayList<>();
        long[] returned = spec.callsOriginal() ? aroundFunction(log, ip) : beforeFunction(log, ip);
        Arrays.stream(returned).forEach(log::add);
        for (int i = KEPT; i < REGISTERS; i++) {
            log.add(memory[i]);
        }
        log.add(record);
        log.add(sp);
        return log.stream().mapToLong(Long::longValue).toArray();
    }

    private long[] beforeFunction(List<Long> log, long ip) {
        gate(log, spec.enter());
        spec.fentry().forEach(program -> program(log, program, ip, new long[0]));
        gate(log, spec.exit());
        inFunction(log);
        return result;
    }

    private long[] aroundFunction(List<Long> log, long ip) {
        gate(log, spec.enter());
        spec.fentry().forEach(program -> program(log, program, ip, new long[0]));
        long[] returned = new long[model.resultRegisters()];
        boolean skipped = false;
        for (int i = 0; i < spec.fmodRet().size() && !skipped; i++) {
            ProgramCall program = spec.fmodRet().get(i);
            program(log, program, ip, returned);
            returned[0] = gates.answer(program.gate());
            skipped = returned[0] != 0;
        }
        if (!skipped) {
            inFunction(log);
            returned = result;
        }
        for (ProgramCall program : spec.fexit()) {
            program(log, program, ip, returned);
        }
        gate(log, spec.exit());
        return returned;
    }

    private void gate(List<Long> log, long gate) {
        if (gate != 0) {
            log.add((long) gates.number(gate));
        }
    }

    private void program(List<Long> log, ProgramCall program, long ip, long[] returned) {
        gate(log, program.gate());
        log.add(ip);
        log.add((long) model.slots());
        for (int n = 0; n < model.slots(); n++) {
            log.add(slot(n));
        }
        Arrays.stream(returned).forEach(log::add);
    }

    private void inFunction(List<Long> log) {
        log.add((long) IN_FUNCTION);
        for (int n = 0; n < model.registerSlots(); n++) {
            log.add(slot(n));
        }
        if (model.returnsInMemory()) {
            log.add(memory[8]);
        }
        for (int n = model.registerSlots(); n < model.slots(); n++) {
            log.add(slot(n));
        }
    }

    private long slot(int n) {
        int onStack = n - model.registerSlots();
        return onStack < 0 ? memory[n] : memory[(int) (sp - record) / 8 + onStack];
    }

    /** How many bytes it takes, its log included, and some to spare that must stay zero. */
    int size() {
        return LOG_AT + 8 * (expectedLog(0).length + 2) + 15 & -16;
    }

    byte[] memory() {
        ByteBuffer bytes = ByteBuffer.allocate(size()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(memory);
        return bytes.array();
    }

    /** The log in a memory that holds all cases. */
    long[] log(ByteBuffer all, long start, int length) {
        long[] log = new long[length];
        all.position((int) (record - start) + LOG_AT)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .get(log);
        return log;
    }
}
