package org.jftrace.unicorn;

import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.GuestTask;
import unicorn.Arm64Const;

/** The emulator's registers. */
final class UnicornCpu implements GuestCpu {
    private final Emulator emulator;
    private final Turn turn;
    private final GuestTask task;

    UnicornCpu(Emulator emulator, Turn turn, String comm) {
        this.emulator = emulator;
        this.turn = turn;
        task = GuestTask.of(1, comm);
    }

    @Override
    public int id() {
        return 0;
    }

    @Override
    public GuestTask task() {
        return task;
    }

    @Override
    public long x(int n) {
        return read(Emulator.x(n));
    }

    @Override
    public void setX(int n, long value) {
        write(Emulator.x(n), value);
    }

    @Override
    public long sp() {
        return read(Arm64Const.UC_ARM64_REG_SP);
    }

    @Override
    public void setSp(long address) {
        write(Arm64Const.UC_ARM64_REG_SP, address);
    }

    @Override
    public long pc() {
        return read(Arm64Const.UC_ARM64_REG_PC);
    }

    @Override
    public void setPc(long address) {
        write(Arm64Const.UC_ARM64_REG_PC, address);
    }

    private long read(int register) {
        return turn.take(() -> emulator.register(register));
    }

    private void write(int register, long value) {
        turn.run(() -> emulator.setRegister(register, value));
    }
}
