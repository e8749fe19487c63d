package org.jftrace.sim.exec.witness;

import java.io.ByteArrayOutputStream;
import org.jftrace.sim.cpu.Cpu;
import org.jftrace.sim.cpu.PlainEnvironment;
import org.jftrace.sim.memory.GuestMemory;
import org.jftrace.sim.memory.Protection;

/** What a program without a machine around it needs: the system calls write and exit. */
public class BareProgram extends PlainEnvironment {
    private static final int SYS_WRITE = 64;
    private static final int PAGE = 4096;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean exited;

    /** Maps what an ELF segment holds. */
    public static void load(GuestMemory memory, long address, byte[] content, Protection protection) {
        memory.map("segment", address, content.length + PAGE - 1 & -PAGE, protection);
        memory.load(address, content, 0, content.length);
    }

    public boolean exited() {
        return exited;
    }

    public byte[] written() {
        return bytes.toByteArray();
    }

    @Override
    public void supervisorCall(Cpu cpu, int immediate) {
        if (cpu.x(8) != SYS_WRITE) {
            exited = true;
            cpu.stop();
            return;
        }
        for (long i = 0; i < cpu.x(2); i++) {
            bytes.write((int) cpu.memory().read8(cpu.x(1) + i));
        }
        cpu.setX(0, cpu.x(2));
    }
}
