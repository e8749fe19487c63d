package org.jftrace.unicorn;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jftrace.spi.GuestCpu;
import org.jspecify.annotations.Nullable;

/** The few system calls of Linux that the guest programs make: number in x8, arguments from x0, result in x0. */
final class SystemCalls {
    private static final int WRITE = 64;
    private static final int EXIT = 93;
    private static final int EXIT_GROUP = 94;
    private static final int CLOCK_GETTIME = 113;
    private static final int SCHED_YIELD = 124;
    private static final int GETPID = 172;
    private static final int GETTID = 178;

    private static final int EBADF = 9;
    private static final int EFAULT = 14;
    private static final int ENOSYS = 38;
    private static final long SECOND = 1_000_000_000;

    private final UnicornMemory memory;
    private final Turn turn;
    private final OutputStream stdout;

    SystemCalls(UnicornMemory memory, Turn turn, OutputStream stdout) {
        this.memory = memory;
        this.turn = turn;
        this.stdout = stdout;
    }

    /** Performs the call, and returns the exit status if it was one that exits. */
    @Nullable
    Integer perform(GuestCpu cpu) {
        int number = (int) cpu.x(8);
        if (number == EXIT || number == EXIT_GROUP) {
            return (int) cpu.x(0) & 0xff;
        }
        cpu.setX(0, result(cpu, number));
        return null;
    }

    private long result(GuestCpu cpu, int number) {
        return switch (number) {
            case WRITE -> write(cpu.x(0), cpu.x(1), cpu.x(2));
            case CLOCK_GETTIME -> {
                long now = System.nanoTime();
                memory.writeLong(cpu.x(1), now / SECOND);
                memory.writeLong(cpu.x(1) + 8, now % SECOND);
                yield 0;
            }
            case SCHED_YIELD -> 0;
            case GETPID, GETTID -> 1;
            default -> -ENOSYS;
        };
    }

    private long write(long fd, long address, long count) {
        if (fd != 1 && fd != 2) {
            return -EBADF;
        }
        byte[] bytes = turn.take(() -> memory.readable(address, count));
        if (bytes == null) {
            return -EFAULT;
        }
        try {
            stdout.write(bytes);
            stdout.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.length;
    }
}
