package org.jftrace.sim.cpu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jftrace.sim.exec.A64Predecoder;
import org.jftrace.sim.memory.GuestMemory;
import org.jftrace.sim.memory.Protection;

/**
 * How fast the reference machine's CPU is: runs a guest ELF file a few times, and the same file under qemu-aarch64.
 *
 * <pre>java org.jftrace.sim.cpu.SpeedMain samples/guest/hotloop.elf 5</pre>
 */
public final class SpeedMain {
    private static final long STACK_TOP = 0x8000_0000L;
    private static final int STACK_SIZE = 1 << 20;
    private static final int SYS_EXIT = 93;
    private static final int SYS_EXIT_GROUP = 94;
    private static final int SYS_WRITE = 64;

    private SpeedMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path elf = Path.of(args[0]);
        double fastest = 0;
        long instructions = 0;
        for (int round = 0; round < Integer.parseInt(args[1]); round++) {
            Cpu cpu = load(Files.readAllBytes(elf));
            long start = System.nanoTime();
            long startOfThread = cpuTime();
            instructions = cpu.run(Long.MAX_VALUE);
            double perThread = instructions * 1e3 / (cpuTime() - startOfThread);
            double million = instructions * 1e3 / (System.nanoTime() - start);
            fastest = Math.max(fastest, million);
            System.out.printf(
                    "%d instructions, %.0f million/s, %.0f million per second of CPU time%n",
                    instructions, million, perThread);
        }
        double qemu = instructions * 1e3 / timeQemu(elf);
        System.out.printf(
                "best %.0f million/s; qemu-aarch64 %.0f million/s; ratio %.3f%n", fastest, qemu, fastest / qemu);
    }

    /** Of this thread, in nanoseconds, as Linux counts it. */
    private static long cpuTime() throws IOException {
        String line = Files.readString(Path.of("/proc/thread-self/schedstat"));
        return Long.parseLong(line.substring(0, line.indexOf(' ')));
    }

    private static long timeQemu(Path elf) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder("qemu-aarch64", elf.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("qemu-aarch64 does not end");
        }
        return System.nanoTime() - start;
    }

    private static Cpu load(byte[] file) {
        ByteBuffer elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        GuestMemory memory = new GuestMemory();
        int headers = (int) elf.getLong(32);
        for (int i = 0; i < elf.getShort(56); i++) {
            int header = headers + i * elf.getShort(54);
            if (elf.getInt(header) == 1) {
                segment(memory, elf, header, file);
            }
        }
        memory.map("stack", STACK_TOP - STACK_SIZE, STACK_SIZE, Protection.READ_WRITE);
        CodeCache code = new CodeCache(memory, new A64Predecoder());
        memory.addCodeListener(code);
        Cpu cpu = new Cpu(0, code, new Kernel(), new TestTask());
        cpu.setPc(elf.getLong(24));
        cpu.setSp(STACK_TOP - 64);
        return cpu;
    }

    private static void segment(GuestMemory memory, ByteBuffer elf, int header, byte[] file) {
        int flags = elf.getInt(header + 4);
        long address = elf.getLong(header + 16);
        long start = address & -4096;
        long end = address + elf.getLong(header + 40) + 4095 & -4096;
        Protection protection =
                (flags & 1) != 0 ? Protection.READ_EXECUTE : (flags & 2) != 0 ? Protection.READ_WRITE : Protection.READ;
        memory.map("segment", start, end - start, protection);
        memory.load(address, file, (int) elf.getLong(header + 8), (int) elf.getLong(header + 32));
    }

    /** Enough of Linux for the guest programs. */
    private static final class Kernel extends PlainEnvironment {
        @Override
        public void supervisorCall(Cpu cpu, int immediate) {
            switch ((int) cpu.x(8)) {
                case SYS_EXIT, SYS_EXIT_GROUP -> cpu.stop();
                case SYS_WRITE -> {
                    for (long i = 0; i < cpu.x(2); i++) {
                        System.out.print((char) cpu.memory().read8(cpu.x(1) + i));
                    }
                    cpu.setX(0, cpu.x(2));
                }
                default -> cpu.setX(0, -38);
            }
        }
    }
}
