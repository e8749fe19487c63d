package org.jftrace.sim.os;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.memory.GuestMemory;
import org.jftrace.sim.memory.MemoryFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Linux system calls that return: number in x8, arguments from x0, result in x0, errors as small negative numbers. */
final class SystemCalls {
    static final int EXIT = 93;
    static final int EXIT_GROUP = 94;

    private static final Logger LOG = LoggerFactory.getLogger(SystemCalls.class);

    private static final int WRITE = 64;
    private static final int CLOCK_GETTIME = 113;
    private static final int SCHED_YIELD = 124;
    private static final int GETPID = 172;
    private static final int GETTID = 178;

    private static final int EBADF = 9;
    private static final int EFAULT = 14;
    private static final int EINVAL = 22;
    private static final int ENOSYS = 38;

    private static final int CHUNK = 4096;
    private static final long LONGEST_WRITE = 0x7fff_f000;
    private static final long SECOND = 1_000_000_000;
    private static final int PROCESS = 1;

    private final GuestMemory memory;
    private final OutputStream stdout;
    private final OutputStream stderr;
    private final GuestClock clock;
    private final Set<Integer> unknown = ConcurrentHashMap.newKeySet();

    SystemCalls(GuestMemory memory, OutputStream stdout, OutputStream stderr, GuestClock clock) {
        this.memory = memory;
        this.stdout = stdout;
        this.stderr = stderr;
        this.clock = clock;
    }

    @SuppressWarnings("ThreadPriorityCheck") // sched_yield is just that: a hint
    long perform(Cpu cpu, int number) {
        return switch (number) {
            case WRITE -> write(cpu.x(0), cpu.x(1), cpu.x(2));
            case CLOCK_GETTIME -> clockGettime(cpu.x(0), cpu.x(1));
            case SCHED_YIELD -> {
                Thread.yield();
                yield 0;
            }
            case GETPID -> PROCESS;
            case GETTID -> cpu.task().id();
            default -> unknown(cpu, number);
        };
    }

    private long unknown(Cpu cpu, int number) {
        if (unknown.add(number)) {
            LOG.warn(
                    "system call {} at 0x{} is not supported and gets ENOSYS, as will all that follow",
                    number,
                    Long.toHexString(cpu.pc() - 4));
        }
        return -ENOSYS;
    }

    private long write(long fd, long address, long count) {
        OutputStream stream = fd == 1 ? stdout : fd == 2 ? stderr : null;
        if (stream == null) {
            return -EBADF;
        }
        if (count < 0) {
            return -EINVAL;
        }
        try {
            synchronized (stream) {
                long written = write(stream, address, Math.min(count, LONGEST_WRITE));
                stream.flush();
                return written;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("write to file descriptor " + fd + " failed: " + e.getMessage(), e);
        }
    }

    /** Writes up to the first byte that cannot be read; EFAULT if that is the very first. */
    private long write(OutputStream stream, long address, long count) throws IOException {
        byte[] chunk = new byte[(int) Math.min(count, CHUNK)];
        long written = 0;
        while (written < count) {
            int wanted = (int) Math.min(count - written, CHUNK);
            int read = read(address + written, chunk, wanted);
            stream.write(chunk, 0, read);
            written += read;
            if (read < wanted) {
                return written == 0 ? -EFAULT : written;
            }
        }
        return written;
    }

    private int read(long address, byte[] into, int count) {
        int read = 0;
        try {
            for (; read < count; read++) {
                into[read] = (byte) memory.read8(address + read);
            }
        } catch (MemoryFault notThatFar) {
            return read;
        }
        return read;
    }

    private long clockGettime(long id, long address) {
        long now;
        switch ((int) id) {
            case 0, 5 -> now = clock.realTime().getAsLong(); // CLOCK_REALTIME and its coarse form
            case 1, 4, 6, 7 -> now = clock.monotonic().getAsLong(); // CLOCK_MONOTONIC, _RAW, _COARSE, CLOCK_BOOTTIME
            default -> {
                return -EINVAL;
            }
        }
        try {
            memory.write64(address, Math.floorDiv(now, SECOND));
            memory.write64(address + 8, Math.floorMod(now, SECOND));
            return 0;
        } catch (MemoryFault e) {
            return -EFAULT;
        }
    }
}
