package org.jftrace.sim.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.sim.memory.Protection;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.CallTarget;
import org.jftrace.spi.arch.OpsHandle;
import org.jftrace.spi.testkit.forwarding.NoSection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call site 1 GiB away, through a PLT: executed and performed by the twin, from the same registers to the same registers. */
class PltTwinTest {
    private static final long MODULE = BareMachine.LITERAL + (1L << 30);
    private static final CallSite SITE = new CallSite(MODULE + 8, MODULE + 12, MODULE);
    private static final int NOP = 0xd503201f;
    private static final int MOST_STEPS = 100;

    private final BareMachine machine = new BareMachine();
    private final Arm64Port port = Arm64Port.on(machine);

    /** Enables the far site and fills the registers; returns where its BL goes. */
    private CallTarget prepare(boolean bound) {
        machine.memory.map("module", MODULE, 0x1000, Protection.READ_EXECUTE);
        for (int word = 0; word < 4; word++) {
            machine.memory.patchWord(MODULE + 4L * word, NOP);
        }
        long handle = machine.memory.allocateData(OpsHandle.SIZE);
        machine.memory.patchLong(
                handle + OpsHandle.FUNC,
                port.openGate((cpu, ip, parentIp, regs) -> regs.setArgument(3, ip ^ parentIp ^ regs.argument(2))));
        CallTarget to =
                bound ? port.trampolines().entryFor(handle) : port.trampolines().entry();
        CallTarget plt = port.trampolines().plt(to, AddressRange.ofSize(MODULE, 16), MODULE + 0x100);
        port.patcher().initialise(SITE, handle);
        port.patcher().makeCall(SITE, plt);
        Random random = new Random(7);
        for (int n = 0; n <= 30; n++) {
            machine.cpu.setX(n, random.nextLong());
        }
        machine.cpu.setSp(BareMachine.STACK + 0x1000);
        return plt;
    }

    private void execute() {
        machine.cpu.setPc(SITE.entry());
        int steps = 0;
        do {
            machine.cpu.step();
            assertTrue(++steps < MOST_STEPS, () -> "still at " + Long.toHexString(machine.cpu.pc()));
        } while (machine.cpu.pc() != SITE.ip() + 4);
    }

    private void perform(CallTarget plt) {
        machine.cpu.setX(9, machine.cpu.x(30));
        machine.cpu.setPc(SITE.ip());
        assertTrue(port.hostEntry(new NoSection()).isEntry(plt.address()));
        port.hostEntry(new NoSection()).enter(machine.cpu, plt.address());
    }

    private String registers() {
        StringBuilder text = new StringBuilder();
        for (int n = 0; n <= 30; n++) {
            text.append(String.format("x%d=%x%n", n, machine.cpu.x(n)));
        }
        return text + String.format("sp=%x pc=%x", machine.cpu.sp(), machine.cpu.pc());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPltLeadsWhereTheTwinSaysAndSpoilsNothing(boolean bound) {
        PltTwinTest performed = new PltTwinTest();
        prepare(bound);
        execute();
        performed.perform(performed.prepare(bound));
        assertEquals(registers(), performed.registers());
    }
}
