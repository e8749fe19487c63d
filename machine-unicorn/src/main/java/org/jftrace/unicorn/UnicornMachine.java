package org.jftrace.unicorn;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.MachineClosedException;
import org.jftrace.spi.SymbolTable;
import org.jspecify.annotations.Nullable;
import unicorn.UnicornConst;
import unicorn.UnicornException;

/**
 * A machine of one CPU that executes a static AArch64 ELF program of Linux on Unicorn 2. That translates basic blocks, and
 * keeps the translations when somebody writes to the code from outside: as on hardware a patch becomes visible by {@link
 * #synchronizeCpus} and not before.
 *
 * <p>Unicorn is under the GNU General Public License, version 2: a program that is distributed with this module in it is
 * under that licence as a whole.
 *
 * <p>System calls: {@code write}, {@code exit}, {@code exit_group}, {@code getpid}, {@code gettid}, {@code clock_gettime},
 * {@code sched_yield}; all others give ENOSYS.
 */
public final class UnicornMachine implements Machine, AutoCloseable {
    private static final AddressRange STACK = AddressRange.ofSize(0x7fff_ffef_0000L, 1 << 20);

    private final Turn turn = new Turn();
    private final Emulator emulator = new Emulator(turn);
    private final UnicornMemory memory = new UnicornMemory(emulator, turn);
    private final Gates gates = new Gates();
    private final GuestElf program;
    private final UnicornCpu cpu;
    private final SystemCalls systemCalls;
    private final Quiescence quiescence = new Quiescence(emulator, memory, STACK);

    // Changed in one's turn.
    private @Nullable Thread owner;
    private @Nullable HostCall running;
    private @Nullable Integer exitStatus;
    private volatile boolean closed;

    private UnicornMachine(Path elf, OutputStream stdout) throws IOException {
        program = new GuestElf(elf);
        memory.mapCodeBehind(program.load(memory));
        memory.map(STACK, UnicornConst.UC_PROT_READ | UnicornConst.UC_PROT_WRITE);
        cpu = new UnicornCpu(emulator, turn, String.valueOf(elf.getFileName()));
        systemCalls = new SystemCalls(memory, turn, stdout);
        stand(program.entry());
        Long count = program.address("smp_cpus");
        if (count != null) {
            memory.writeLong(count, 1);
        }
    }

    private void stand(long pc) {
        for (int n = 0; n <= 30; n++) {
            cpu.setX(n, 0);
        }
        cpu.setX(30, Gates.RETURN);
        cpu.setSp(STACK.end() - 64);
        cpu.setPc(pc);
    }

    /**
     * Loads a program.
     *
     * @param elf static, and trusted: it is not checked for damage
     * @param stdout where it writes to; flushed after each {@code write}, not closed
     * @return ready to run
     * @throws IOException if the file cannot be read
     */
    public static UnicornMachine load(Path elf, OutputStream stdout) throws IOException {
        return new UnicornMachine(elf, stdout);
    }

    /**
     * Runs the program on the calling thread.
     *
     * @return its exit status, 0 to 255
     * @throws UnicornFault if the CPU did what it may not do, or a host call threw
     * @throws IllegalStateException if the CPU is running, or the program returned instead of exiting
     * @throws MachineClosedException if the machine is closed meanwhile
     */
    public int run() {
        Integer status = execute(program.entry());
        if (status == null) {
            throw new IllegalStateException("the program has returned");
        }
        return status;
    }

    /**
     * Calls a guest function on the calling thread, with an empty stack.
     *
     * @param address of its first instruction
     * @param arguments for x0 to x7; the other registers are 0
     * @return x0
     * @throws UnicornFault if the CPU did what it may not do, or a host call threw
     * @throws IllegalStateException if the CPU is running, or the function called {@code exit}
     * @throws MachineClosedException if the machine is closed meanwhile
     */
    public long call(long address, long... arguments) {
        Integer status = execute(address, arguments);
        if (status != null) {
            throw new IllegalStateException("exit(" + status + ") during a call");
        }
        return cpu.x(0);
    }

    private @Nullable Integer execute(long pc, long... arguments) {
        turn.run(() -> {
            if (owner != null) {
                throw new IllegalStateException("the CPU is running already");
            }
            owner = Thread.currentThread();
            exitStatus = null;
        });
        try {
            stand(pc);
            for (int n = 0; n < arguments.length; n++) {
                cpu.setX(n, arguments[n]);
            }
            while (exitStatus == null && cpu.pc() != Gates.RETURN) {
                goOn(cpu.pc());
            }
            return exitStatus;
        } finally {
            turn.run(() -> {
                owner = null;
                quiescence.end();
            });
        }
    }

    private void goOn(long pc) {
        HostCall call = gates.find(pc);
        if (call != null) {
            callHost(call, pc);
        } else if (turn.take(() -> slice(pc)) == Emulator.SUPERVISOR_CALL) {
            exitStatus = systemCalls.perform(cpu);
        }
    }

    private void callHost(HostCall call, long gate) {
        turn.run(() -> {
            running = call;
            quiescence.settle(cpu.x(30));
        });
        try {
            call.call(cpu);
        } catch (Throwable thrown) {
            if (closed && thrown instanceof MachineClosedException gone) {
                throw gone;
            }
            throw new UnicornFault(gate, "the host call threw " + thrown, thrown);
        } finally {
            running = null;
        }
        cpu.setPc(cpu.x(30));
    }

    /** Executes until somebody else wants the emulator, or the CPU cannot go on by itself. */
    private int slice(long pc) {
        try {
            int exception = emulator.run(pc);
            if (exception == Emulator.NO_EXCEPTION || exception == Emulator.SUPERVISOR_CALL) {
                return exception;
            }
            String what = exception == Emulator.UNDEFINED ? "no instruction that it knows" : "exception " + exception;
            throw new UnicornFault(cpu.pc(), what, null);
        } catch (UnicornException e) {
            long at = cpu.pc();
            if (at == Gates.RETURN || gates.find(at) != null) {
                return Emulator.NO_EXCEPTION;
            }
            throw new UnicornFault(at, e.getMessage() + " 0x" + Long.toHexString(emulator.refused()), e);
        }
    }

    /**
     * Returns the CPU.
     *
     * @return always the same object; to be touched only while it does not run
     */
    public GuestCpu cpu() {
        return cpu;
    }

    /**
     * Returns how many instructions have been executed. Host calls are none. After a fault it is too high by what the basic
     * block had left.
     *
     * @return exact if the CPU is not running
     */
    public long instructions() {
        return turn.take(emulator::instructions);
    }

    /**
     * Finds a function or a variable of the program.
     *
     * @param symbol its name
     * @return its address, or empty
     */
    public OptionalLong address(String symbol) {
        Long address = program.address(symbol);
        return address == null ? OptionalLong.empty() : OptionalLong.of(address);
    }

    @Override
    public CodeMemory memory() {
        return memory;
    }

    @Override
    public SymbolTable symbols() {
        return program.symbols;
    }

    @Override
    public long mapHostCall(HostCall call) {
        if (closed) {
            throw new MachineClosedException("the machine is closed");
        }
        return gates.map(call);
    }

    @Override
    public void unmapHostCall(long gate) {
        gates.unmap(gate);
    }

    /** {@inheritDoc} In its turn nobody executes guest code, so there is nobody to wait for once it has come. */
    @Override
    public void synchronizeCpus() {
        turn.run(memory::synchronize);
    }

    @Override
    public void awaitQuiescence(List<AddressRange> ranges) {
        CountDownLatch left = turn.take(() -> owner == null || owner == Thread.currentThread() || closed
                ? new CountDownLatch(0)
                : quiescence.whenLeft(ranges, running != null ? cpu.x(30) : cpu.pc()));
        boolean interrupted = false;
        while (left.getCount() > 0) {
            try {
                left.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** Stops the CPU at the end of its basic block, or of its host call. Nothing can be read afterwards. */
    @Override
    public void close() {
        turn.run(() -> {
            closed = true;
            quiescence.end();
            emulator.close();
        });
    }
}
