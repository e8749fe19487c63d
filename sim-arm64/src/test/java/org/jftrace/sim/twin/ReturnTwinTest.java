package org.jftrace.sim.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.returns.RegisterSet;
import org.jftrace.returns.ReturnHandler;
import org.jftrace.returns.ReturnRegs;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.GuestTask;
import org.jftrace.spi.testkit.forwarding.NoSection;
import org.junit.jupiter.api.Test;

/** The executed return trampolines and the Java twin, from the same registers to the same registers and memory. */
class ReturnTwinTest {
    private static final long CALLER = BareMachine.FUNCTION + 4;
    private static final int INSTRUCTIONS = 15;
    private static final int MOST_STEPS = 100;

    private static final class Returning implements ReturnHandler {
        final BareMachine machine = new BareMachine();
        final Arm64Port port = Arm64Port.on(machine);
        final List<String> seen = new ArrayList<>();
        private final Random changes;
        final long trampoline;

        Returning(RegisterSet saved, long seed) {
            changes = new Random(seed);
            trampoline = port.returns().open(saved, this);
            Random random = new Random(~seed);
            for (int n = 0; n <= 30; n++) {
                machine.cpu.setX(n, random.nextLong());
            }
            for (long at = 0; at < BareMachine.STACK_SIZE; at += 8) {
                machine.memory.writeLong(BareMachine.STACK + at, random.nextLong());
            }
            machine.cpu.setSp(BareMachine.STACK + 0x1000 + 16L * random.nextInt(0x100));
            machine.cpu.setPc(trampoline);
        }

        @Override
        public void onReturn(GuestCpu cpu, ReturnRegs regs) {
            seen.add(describe(regs));
            regs.setInstructionPointer(CALLER);
            for (int i = changes.nextInt(5); i > 0; i--) {
                int n = changes.nextInt(31);
                long value = changes.nextLong() & -4;
                if (regs.knows(n) && n != 30) {
                    regs.setX(n, value);
                }
            }
            seen.add(describe(regs));
        }

        private static String describe(ReturnRegs regs) {
            StringBuilder text = new StringBuilder();
            for (int n = 0; n <= 29; n++) {
                text.append(regs.knows(n) ? String.format("x%d=%x ", n, regs.x(n)) : "");
            }
            return text + String.format("sp=%x stack=%x %x", regs.stackPointer(), regs.argument(8), regs.argument(9));
        }

        @Override
        public long realReturn(GuestTask task, long sp, int nth) {
            return nth == 0 ? CALLER : NONE;
        }

        /** Steps until the CPU is at the caller; returns how many instructions that took, the gate not counted. */
        int execute() {
            int steps = 0;
            while (machine.cpu.pc() != CALLER) {
                boolean atGate = machine.cpu.pc() >>> 32 == 0xffff_0000L;
                machine.cpu.step();
                steps += atGate ? 0 : 1;
                assertTrue(steps < MOST_STEPS, () -> "still at " + Long.toHexString(machine.cpu.pc()));
            }
            return steps;
        }

        String state() {
            StringBuilder text = new StringBuilder();
            for (int n = 0; n <= 30; n++) {
                text.append(String.format("x%d=%x%n", n, machine.cpu.x(n)));
            }
            for (long at = 0; at < BareMachine.STACK_SIZE; at += 8) {
                text.append(String.format("%x: %x%n", at, machine.memory.readLong(BareMachine.STACK + at)));
            }
            return text + String.format("sp=%x pc=%x", machine.cpu.sp(), machine.cpu.pc());
        }
    }

    @Property(tries = 500)
    void theTwinLeavesWhatTheTrampolineLeaves(@ForAll RegisterSet saved, @ForAll long seed) {
        Returning executed = new Returning(saved, seed);
        Returning performed = new Returning(saved, seed);
        executed.execute();
        assertTrue(performed.port.hostEntry(new NoSection()).isReturn(performed.trampoline));
        performed.port.hostEntry(new NoSection()).leave(performed.machine.cpu);
        assertEquals(executed.seen, performed.seen);
        assertEquals(executed.state(), performed.state());
    }

    @Test
    void aReturnTakesFifteenInstructions() {
        assertEquals(INSTRUCTIONS, new Returning(RegisterSet.RESULTS, 1).execute());
    }
}
