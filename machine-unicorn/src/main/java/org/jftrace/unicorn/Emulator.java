package org.jftrace.unicorn;

import com.github.unidbg.arm.backend.unicorn.BlockHook;
import com.github.unidbg.arm.backend.unicorn.EventMemHook;
import com.github.unidbg.arm.backend.unicorn.InterruptHook;
import com.github.unidbg.arm.backend.unicorn.Unicorn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongConsumer;
import org.jftrace.spi.MachineClosedException;
import org.jspecify.annotations.Nullable;
import unicorn.Arm64Const;
import unicorn.UnicornConst;
import unicorn.UnicornException;

/** What we use of Unicorn. All of it only in one's {@link Turn}. */
final class Emulator {
    /** What ended a slice: nothing in particular, or the number of an exception. */
    static final int NO_EXCEPTION = 0;

    static final int UNDEFINED = 1;
    static final int SUPERVISOR_CALL = 2;

    private final Unicorn unicorn;
    private final Turn turn;
    private @Nullable LongConsumer onBlock;
    private long instructions;
    private int exception;
    private long refused;
    private boolean closed;

    static {
        NativeLibrary.load();
    }

    Emulator(Turn turn) {
        this.turn = turn;
        unicorn = new Unicorn(UnicornConst.UC_ARCH_ARM64, UnicornConst.UC_MODE_ARM);
        BlockHook block = (u, address, size, user) -> enterBlock(address, size);
        unicorn.hook_add_new(block, 1, 0, null);
        EventMemHook refusal = (u, address, size, value, user) -> {
            refused = address;
            return false;
        };
        unicorn.hook_add_new(refusal, UnicornConst.UC_HOOK_MEM_UNMAPPED | UnicornConst.UC_HOOK_MEM_PROT, null);
        InterruptHook interrupt = (u, number, user) -> {
            exception = number;
            u.emu_stop();
        };
        unicorn.hook_add_new(interrupt, null);
    }

    /** A block that is stopped here is not executed, and entered again later. */
    private void enterBlock(long address, int size) {
        LongConsumer observer = onBlock;
        if (observer != null) {
            observer.accept(address);
        }
        if (turn.isWanted()) {
            unicorn.emu_stop();
        } else {
            instructions += size / 4;
        }
    }

    /** Asks to be told of each basic block before it is executed; null ends that. */
    void observeBlocks(@Nullable LongConsumer observer) {
        onBlock = observer;
    }

    /** Executes from an address until something happens, and returns the exception. */
    int run(long pc) throws UnicornException {
        check();
        exception = NO_EXCEPTION;
        unicorn.emu_start(pc, Gates.RETURN, 0, 0);
        return exception;
    }

    long instructions() {
        return instructions;
    }

    /** The address of the last access that was not allowed. */
    long refused() {
        return refused;
    }

    void map(long address, long size, int protection) {
        unicorn.mem_map(address, size, protection);
    }

    byte[] read(long address, int size) {
        check();
        return unicorn.mem_read(address, size);
    }

    void write(long address, byte[] bytes) {
        check();
        unicorn.mem_write(address, bytes);
    }

    long readLong(long address) {
        return ByteBuffer.wrap(read(address, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    void writeLong(long address, long value) {
        write(
                address,
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array());
    }

    /** Drops the translations of code; without it the emulator goes on executing what was there. */
    void forget(long start, long end) {
        if (!closed) {
            unicorn.removeJitCodeCache(start, end);
        }
    }

    long register(int number) {
        check();
        return unicorn.reg_read(number);
    }

    void setRegister(int number, long value) {
        check();
        unicorn.reg_write(number, value);
    }

    static int x(int n) {
        return switch (n) {
            case 29 -> Arm64Const.UC_ARM64_REG_X29;
            case 30 -> Arm64Const.UC_ARM64_REG_X30;
            default -> Arm64Const.UC_ARM64_REG_X0 + n;
        };
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        if (!closed) {
            closed = true;
            unicorn.closeAll();
        }
    }

    private void check() {
        if (closed) {
            throw new MachineClosedException("the machine is closed");
        }
    }
}
