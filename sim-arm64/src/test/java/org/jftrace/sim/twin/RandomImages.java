package org.jftrace.sim.twin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Listing;
import org.jftrace.arm64.a64.emit.Moves;
import org.jftrace.arm64.a64.emit.Reg;
import org.jftrace.arm64.a64.emit.SystemInstructions;
import org.jftrace.sim.exec.witness.ElfWriter.Segment;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.CallTarget;
import org.jftrace.spi.arch.image.TrampolineImage;

/** Many traced functions with their images, and a program that calls them all and writes their memory to its output. */
final class RandomImages {
    static final long DATA = 0x1000_0000;

    private static final int SYS_WRITE = 64;
    private static final int SYS_EXIT = 93;

    final ImageGates gates = new ImageGates();
    final List<ImageCase> cases = new ArrayList<>();
    private final List<Long> sites = new ArrayList<>();
    private final List<AddressRange> blocks = new ArrayList<>();
    private final BareMachine machine = new BareMachine();
    private final Arm64Port port = Arm64Port.on(machine);
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final long entry;

    RandomImages(long seed, int count) {
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            ImageCase one = new ImageCase(random, gates, this::stub, DATA + data.size());
            cases.add(one);
            data.writeBytes(one.memory());
            long function = place(one::function);
            long ip = function + ImageCase.SITE_AT;
            sites.add(ip);
            TrampolineImage image =
                    port.images().generate(one.spec, machine.symbols().text());
            blocks.add(image.code());
            port.patcher().makeCall(new CallSite(function, ip, CallSite.NO_LITERAL), new CallTarget(image.address()));
        }
        entry = place(this::main);
    }

    private long stub() {
        CallSite site = port.images().generateStub();
        blocks.add(new AddressRange(site.entry(), site.ip() + 8));
        return site.entry();
    }

    private long place(LongFunction<Listing> code) {
        int size = code.apply(machine.symbols().text().start()).sizeInBytes();
        long base = machine.memory.allocateCode(size, machine.symbols().text());
        int[] words = code.apply(base).words();
        for (int i = 0; i < words.length; i++) {
            machine.memory.patchWord(base + 4L * i, words[i]);
        }
        blocks.add(AddressRange.ofSize(base, size));
        return base;
    }

    private Listing main(long base) {
        Assembler asm = new Assembler(base);
        for (int i = 0; i < cases.size(); i++) {
            cases.get(i).call(asm, sites.get(i) - ImageCase.SITE_AT);
        }
        return asm.emit(Moves.mov(Reg.X0, 1L))
                .emit(Moves.mov(Reg.X1, DATA))
                .emit(Moves.mov(Reg.X2, data.size()))
                .emit(Moves.mov(Reg.X8, SYS_WRITE))
                .emit(SystemInstructions.svc(0))
                .emit(Moves.mov(Reg.X0, 0L))
                .emit(Moves.mov(Reg.X8, SYS_EXIT))
                .emit(SystemInstructions.svc(0))
                .finish();
    }

    long entry() {
        return entry;
    }

    Segment text() {
        long start = blocks.stream().mapToLong(AddressRange::start).min().orElseThrow() & -4096L;
        long end = blocks.stream().mapToLong(AddressRange::end).max().orElseThrow();
        ByteBuffer bytes = ByteBuffer.allocate((int) (end - start)).order(ByteOrder.LITTLE_ENDIAN);
        for (AddressRange block : blocks) {
            for (long at = block.start(); at != block.end(); at += 4) {
                bytes.putInt((int) (at - start), machine.memory.readWord(at));
            }
        }
        return new Segment(start, bytes.array(), false);
    }

    Segment data() {
        return new Segment(DATA, data.toByteArray(), true);
    }

    /** The logs in an output, each beside what it must be, where they differ. */
    List<String> differences(byte[] output) {
        ByteBuffer all = ByteBuffer.wrap(output);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            ImageCase one = cases.get(i);
            long[] expected = one.expectedLog(sites.get(i));
            long[] actual = one.log(all, DATA, expected.length);
            if (!Arrays.equals(expected, actual)) {
                differences.add("case " + i + ", " + one.spec + ": expected " + hex(expected) + ", was " + hex(actual));
            }
        }
        return differences;
    }

    private static String hex(long[] values) {
        return Arrays.stream(values).mapToObj(Long::toHexString).toList().toString();
    }
}
