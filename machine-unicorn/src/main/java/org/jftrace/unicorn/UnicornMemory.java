package org.jftrace.unicorn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.TreeMap;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.MachineClosedException;
import org.jspecify.annotations.Nullable;
import unicorn.UnicornConst;

/**
 * The emulator's memory. Each access is a turn of its own, so it is atomic. What is written to code is noted, and takes
 * effect with {@link #synchronize}: until then the emulator may go on with the translation of what was there.
 */
final class UnicornMemory implements CodeMemory {
    private static final long PAGE = 4096;
    private static final long CODE = 8 << 20;
    private static final AddressRange DATA = AddressRange.ofSize(1L << 38, 32 << 20);
    private static final long REACH = 128L << 20;

    private record Region(AddressRange range, int protection) {
        boolean allows(int access) {
            return (protection & access) != 0;
        }
    }

    private final Emulator emulator;
    private final Turn turn;
    private final TreeMap<Long, Region> regions = new TreeMap<>(Long::compareUnsigned);
    /** Code that was written since the last synchronisation: start and end. */
    private final TreeMap<Long, Long> written = new TreeMap<>(Long::compareUnsigned);

    private final Blocks data = new Blocks(DATA);
    private Blocks code = new Blocks(new AddressRange(0, 0));

    UnicornMemory(Emulator emulator, Turn turn) {
        this.emulator = emulator;
        this.turn = turn;
        map(DATA, UnicornConst.UC_PROT_READ);
    }

    /** Maps whole pages, before anything runs. */
    void map(AddressRange range, int protection) {
        long start = range.start() & -PAGE;
        long end = (range.end() + PAGE - 1) & -PAGE;
        emulator.map(start, end - start, protection);
        regions.put(start, new Region(new AddressRange(start, end), protection));
    }

    /** Finds a place for generated code behind a program. */
    void mapCodeBehind(long end) {
        AddressRange room = AddressRange.ofSize((end + (1 << 20)) & -(1 << 20), CODE);
        map(room, UnicornConst.UC_PROT_READ | UnicornConst.UC_PROT_EXEC);
        code = new Blocks(room);
    }

    private Region mapped(long address, int size) {
        if ((address & (size - 1)) != 0) {
            throw fault(address, "not aligned to " + size + " bytes");
        }
        var entry = regions.floorEntry(address);
        if (entry == null || !entry.getValue().range.contains(address)) {
            throw fault(address, "not mapped");
        }
        return entry.getValue();
    }

    private static FtraceException fault(long address, String reason) {
        return new FtraceException(Errno.EFAULT, "guest address 0x" + Long.toHexString(address) + " is " + reason);
    }

    @Override
    public long readLongAcquire(long address) {
        mapped(address, 8);
        return turn.take(() -> emulator.readLong(address));
    }

    @Override
    public int readWord(long address) {
        mapped(address, 4);
        return turn.take(() -> ByteBuffer.wrap(emulator.read(address, 4))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt());
    }

    @Override
    public void writeLong(long address, long value) {
        if (!mapped(address, 8).allows(UnicornConst.UC_PROT_WRITE)) {
            throw fault(address, "not writable");
        }
        turn.run(() -> emulator.writeLong(address, value));
    }

    @Override
    public void patchWord(long address, int word) {
        Region region = mapped(address, 4);
        byte[] bytes = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(word)
                .array();
        turn.run(() -> write(region, address, bytes));
    }

    @Override
    public void patchLong(long address, long value) {
        Region region = mapped(address, 8);
        byte[] bytes = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        turn.run(() -> write(region, address, bytes));
    }

    private void write(Region region, long address, byte[] bytes) {
        emulator.write(address, bytes);
        if (region.allows(UnicornConst.UC_PROT_EXEC)) {
            written.merge(address, address + bytes.length, (a, b) -> Long.compareUnsigned(a, b) > 0 ? a : b);
        }
    }

    /** Makes what was written to code take effect. In one's turn. */
    void synchronize() {
        written.forEach(emulator::forget);
        written.clear();
    }

    @Override
    public long allocateCode(long size, AddressRange near) {
        AddressRange room = code.room();
        if (near.end() - 4 - room.start() > REACH || room.end() - near.start() > REACH) {
            throw new FtraceException(Errno.ENOMEM, room + " is out of reach of " + near);
        }
        checkOpen();
        return code.allocate(size);
    }

    @Override
    public long allocateData(long size) {
        checkOpen();
        return data.allocate(size);
    }

    @Override
    public void free(long address) {
        Blocks owner = code.room().contains(address) ? code : data;
        long size = owner.withdraw(address);
        Region region = mapped(address, 8);
        turn.run(() -> write(region, address, new byte[(int) size]));
        owner.giveBack(address, size);
    }

    private void checkOpen() {
        turn.run(() -> {
            if (emulator.isClosed()) {
                throw new MachineClosedException("the machine is closed");
            }
        });
    }

    /** Fills memory, before anything runs. */
    void load(long address, byte[] bytes) {
        emulator.write(address, bytes);
    }

    /** What guest code may read from an address on, at most so much; null if nothing. In one's turn. */
    byte @Nullable [] readable(long address, long most) {
        var entry = regions.floorEntry(address);
        if (entry == null || !entry.getValue().range.contains(address)) {
            return null;
        }
        return emulator.read(
                address, (int) Math.min(most, entry.getValue().range.end() - address));
    }
}
