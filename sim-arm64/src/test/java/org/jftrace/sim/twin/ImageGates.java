package org.jftrace.sim.twin;

import static org.jftrace.arm64.a64.emit.Reg.X0;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jftrace.arm64.a64.emit.Arithmetic;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.Listing;
import org.jftrace.arm64.a64.emit.LoadStore;
import org.jftrace.arm64.a64.emit.Moves;
import org.jftrace.arm64.a64.emit.Reg;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.spi.arch.image.ImageContext;

/**
 * Gates that append to a log at x28 their number and what x0 points to, from 16 bytes before, and answer; they spoil what a
 * callee may spoil. The same in Java and, for qemu, in code.
 */
final class ImageGates {
    static final long START = 0x2000_0000;
    static final Reg LOG = Reg.x(28);
    static final int SPOILED = 18;

    private static final int SPOIL = 0x5a00;
    private static final int SIZE = 32;
    private static final long COMMON = START;

    private final List<Gate> gates = new ArrayList<>();

    private record Gate(int words, long answer) {}

    /** The gate's address. */
    long add(int words, long answer) {
        gates.add(new Gate(words, answer));
        return START + 4L * SIZE + (long) SIZE * (gates.size() - 1);
    }

    int number(long address) {
        return (int) ((address - START) / SIZE) - 4;
    }

    long answer(long address) {
        return gates.get(number(address)).answer;
    }

    boolean isGate(long address) {
        return address >= START + 4L * SIZE && number(address) < gates.size();
    }

    void call(Cpu cpu) {
        Gate gate = gates.get(number(cpu.pc()));
        append(cpu, number(cpu.pc()));
        for (int n = 0; n < gate.words; n++) {
            append(cpu, cpu.memory().read64(cpu.x(0) + ImageContext.IP + 8L * n));
        }
        for (int n = 1; n <= SPOILED; n++) {
            cpu.setX(n, SPOIL + n);
        }
        cpu.setX(0, gate.answer);
    }

    private static void append(Cpu cpu, long value) {
        cpu.memory().write64(cpu.x(LOG.number()), value);
        cpu.setX(LOG.number(), cpu.x(LOG.number()) + 8);
    }

    byte[] code() {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE * (4 + gates.size())).order(ByteOrder.LITTLE_ENDIAN);
        put(bytes, common());
        for (int number = 0; number < gates.size(); number++) {
            put(bytes, stub(number));
        }
        return bytes.array();
    }

    private static void put(ByteBuffer bytes, Listing code) {
        bytes.position((int) (code.base() - START));
        for (int word : code.words()) {
            bytes.putInt(word);
        }
    }

    private Listing stub(int number) {
        Gate gate = gates.get(number);
        Assembler asm = new Assembler(START + (long) SIZE * (4 + number));
        return asm.emit(Moves.movz(Reg.X9, number, 0), Moves.movz(Reg.X10, gate.words, 0))
                .ldr(Reg.X11, gate.answer)
                .emit(Branches.b(asm.here(), COMMON))
                .finish();
    }

    private static Listing common() {
        Assembler asm = new Assembler(COMMON);
        Assembler.Label next = asm.label("next");
        Assembler.Label done = asm.label("done");
        return asm.emit(LoadStore.strPost(Reg.X9, LOG, 8))
                .bind(next)
                .emit((from, to) -> Branches.cbz(Reg.X10, from, to), done)
                .emit(
                        LoadStore.ldur(Reg.X12, X0, ImageContext.IP),
                        Arithmetic.add(X0, X0, 8),
                        LoadStore.strPost(Reg.X12, LOG, 8),
                        Arithmetic.sub(Reg.X10, Reg.X10, 1))
                .emit(Branches::b, next)
                .bind(done)
                .emit(Moves.mov(X0, Reg.X11))
                .emit(spoil())
                .emit(Branches.ret())
                .finish();
    }

    /** Everything but x0 that a callee need not keep. */
    static int[] spoil() {
        return IntStream.rangeClosed(1, SPOILED)
                .map(n -> Moves.movz(Reg.x(n), SPOIL + n, 0))
                .toArray();
    }
}
