package org.jftrace.sim;

import static org.jftrace.arm64.a64.emit.Branches.ret;
import static org.jftrace.arm64.a64.emit.Moves.mov;
import static org.jftrace.arm64.a64.emit.SystemInstructions.svc;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jftrace.arm64.a64.emit.Reg;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SystemCallsTest {
    private static final long BAD_ADDRESS = 0x123_4560;

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final AtomicLong now = new AtomicLong(5_000_000_007L);
    private SimMachine machine;
    private long scratch;

    @BeforeEach
    void load() throws IOException {
        machine = SimMachine.builder(Guests.elf("vfs.elf"))
                .stdout(stdout)
                .stderr(stderr)
                .clock(now::get)
                .build();
        scratch = machine.cpu(0).sp() - 4096;
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private long systemCall(int number, long... arguments) {
        long code = Guests.place(
                machine, body -> body.emit(mov(Reg.X8, number)).emit(svc(0)).emit(ret()));
        return machine.call(code, arguments);
    }

    private void store(long address, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.length; i += 8) {
            long word = 0;
            for (int k = 0; k < 8 && i + k < bytes.length; k++) {
                word |= (bytes[i + k] & 0xffL) << (8 * k);
            }
            machine.memory().writeLong(address + i, word);
        }
    }

    @Test
    void writeGoesToTheStreamOfTheFileDescriptor() {
        store(scratch, "out and err");
        assertEquals(3, systemCall(64, 1, scratch, 3));
        assertEquals(3, systemCall(64, 2, scratch + 8, 3));
        assertEquals("out", stdout.toString(StandardCharsets.US_ASCII));
        assertEquals("err", stderr.toString(StandardCharsets.US_ASCII));
        assertEquals(0, systemCall(64, 1, scratch, 0));
    }

    @Test
    void aWriteLongerThanOneChunkIsWhole() {
        long text = machine.symbols().text().start();
        assertEquals(10_000, systemCall(64, 1, text, 10_000));
        assertEquals(10_000, stdout.size());
        assertEquals(machine.memory().readWord(text) & 0xff, stdout.toByteArray()[0] & 0xff);
    }

    @Test
    void writeRefusesWhatLinuxRefuses() {
        assertEquals(-9, systemCall(64, 3, scratch, 1), "EBADF");
        assertEquals(-14, systemCall(64, 1, BAD_ADDRESS, 1), "EFAULT");
        assertEquals(-22, systemCall(64, 1, scratch, -1), "EINVAL");
        long end = machine.cpu(0).sp() + 64;
        assertEquals(8, systemCall(64, 1, end - 8, 100), "what can be read");
    }

    @Test
    void aStreamThatFailsIsAFault() throws IOException {
        IOException full = new IOException("disk full");
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw full;
            }
        };
        try (SimMachine other =
                SimMachine.builder(Guests.elf("vfs.elf")).stdout(broken).build()) {
            GuestFault fault = assertThrows(GuestFault.class, other::run);
            assertSame(full, fault.getCause().getCause());
        }
    }

    @Test
    void theClockIsTheBuilders() {
        assertEquals(0, systemCall(113, 1, scratch));
        assertEquals(5, machine.memory().readLong(scratch));
        assertEquals(7, machine.memory().readLong(scratch + 8));
        now.set(6_000_000_001L);
        assertEquals(0, systemCall(113, 0, scratch));
        assertEquals(6, machine.memory().readLong(scratch));
        assertEquals(1, machine.memory().readLong(scratch + 8));
        assertEquals(-22, systemCall(113, 99, scratch), "EINVAL");
        assertEquals(-14, systemCall(113, 1, BAD_ADDRESS), "EFAULT");
    }

    @Test
    void processAndThreadHaveNumbers() {
        assertEquals(1, systemCall(172));
        assertEquals(machine.cpu(0).task().id(), systemCall(178));
        assertEquals(0, systemCall(124));
    }

    @Test
    void whatIsNotThereIsLoggedOnce() {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            assertEquals(-38, systemCall(9999));
            assertEquals(-38, systemCall(9999));
            assertEquals(-38, systemCall(220));
        } finally {
            System.setErr(before);
        }
        String said = log.toString(StandardCharsets.UTF_8);
        assertEquals(2, said.lines().count(), said);
        assertEquals(
                1,
                said.lines().filter(line -> line.contains("system call 9999")).count(),
                said);
    }
}
