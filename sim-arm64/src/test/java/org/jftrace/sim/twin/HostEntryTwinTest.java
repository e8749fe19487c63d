package org.jftrace.sim.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jftrace.FtraceRegs;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.arch.ArchPort.EntryHandler;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.CallTarget;
import org.jftrace.spi.arch.HostEntry;
import org.jftrace.spi.arch.OpsHandle;
import org.junit.jupiter.api.Test;

/** The executed trampolines and the Java twin, from the same registers to the same registers, memory and arguments. */
class HostEntryTwinTest {
    private static final CallSite SITE = new CallSite(BareMachine.FUNCTION, BareMachine.IP, BareMachine.LITERAL);
    private static final int MOST_STEPS = 100;

    /** What becomes of a traced call: by way of which trampoline, to what kind of ops. */
    private enum Route {
        LITERAL,
        BOUND,
        LITERAL_TO_DIRECT,
        BOUND_TO_DIRECT,
        LITERAL_TO_STUB
    }

    /** One machine with its site enabled, and what its tracer saw. */
    private static final class Traced {
        final BareMachine machine = new BareMachine();
        final Arm64Port port = Arm64Port.on(machine);
        final List<String> seen = new ArrayList<>();
        final CallTarget target;

        Traced(Route route, long seed) {
            long handle = machine.memory.allocateData(OpsHandle.SIZE);
            long func = route == Route.LITERAL_TO_STUB
                    ? port.trampolines().stub()
                    : port.openGate(tracer(new Random(seed)));
            boolean direct = route == Route.LITERAL_TO_DIRECT || route == Route.BOUND_TO_DIRECT;
            machine.memory.patchLong(handle + OpsHandle.FUNC, func);
            machine.memory.patchLong(handle + OpsHandle.DIRECT, direct ? 0x1234_5678_9abcL : 0);
            boolean bound = route == Route.BOUND || route == Route.BOUND_TO_DIRECT;
            target = bound
                    ? port.trampolines().entryFor(handle)
                    : port.trampolines().entry();
            port.patcher().initialise(SITE, bound ? 0 : handle);
            port.patcher().makeCall(SITE, target);
            fillRegistersAndStack(new Random(~seed));
        }

        private void fillRegistersAndStack(Random random) {
            for (int n = 0; n <= 30; n++) {
                machine.cpu.setX(n, random.nextLong());
            }
            for (long at = 0; at < BareMachine.STACK_SIZE; at += 8) {
                machine.memory.writeLong(BareMachine.STACK + at, random.nextLong());
            }
            machine.cpu.setSp(BareMachine.STACK + 0x1000 + 16L * random.nextInt(0x100));
        }

        private EntryHandler tracer(Random random) {
            return (cpu, ip, parentIp, regs) -> {
                seen.add(describe(ip, parentIp, regs));
                int changes = random.nextInt(4);
                for (int i = 0; i < changes; i++) {
                    change(regs, random);
                }
                seen.add(describe(ip, parentIp, regs));
            };
        }

        private static String describe(long ip, long parentIp, FtraceRegs regs) {
            StringBuilder text = new StringBuilder(String.format("%x %x", ip, parentIp));
            for (int n = 0; n < 12; n++) {
                text.append(String.format(" %x", regs.argument(n)));
            }
            return text
                    + String.format(
                            " x8=%x fp=%x lr=%x sp=%x pc=%x ret=%x",
                            regs.indirectResult(),
                            regs.framePointer(),
                            regs.linkRegister(),
                            regs.stackPointer(),
                            regs.instructionPointer(),
                            regs.returnValue());
        }

        private static void change(FtraceRegs regs, Random random) {
            switch (random.nextInt(5)) {
                case 0 -> regs.setArgument(random.nextInt(12), random.nextLong());
                case 1 -> regs.setLinkRegister(random.nextLong() & -4);
                case 2 -> regs.setInstructionPointer(random.nextLong() & -4);
                case 3 -> regs.setReturnValue(random.nextLong());
                default -> regs.skipFunction();
            }
        }

        /** Steps from the function's first instruction until the CPU is neither at the site nor in the trampoline. */
        void execute() {
            machine.cpu.setPc(BareMachine.FUNCTION);
            machine.cpu.step();
            int steps = 0;
            do {
                machine.cpu.step();
                assertTrue(++steps < MOST_STEPS, () -> "still at " + Long.toHexString(machine.cpu.pc()));
            } while (port.trampolines().ranges().stream().anyMatch(this::isAt) || isAtGate());
        }

        private boolean isAt(AddressRange range) {
            return range.contains(machine.cpu.pc());
        }

        private boolean isAtGate() {
            return machine.cpu.pc() >>> 32 == 0xffff_0000L;
        }

        NoReaders perform() {
            machine.cpu.setX(9, machine.cpu.x(30));
            machine.cpu.setPc(BareMachine.IP);
            NoReaders readers = new NoReaders();
            port.hostEntry(readers).enter(machine.cpu, target.address());
            return readers;
        }

        String registers() {
            StringBuilder text = new StringBuilder();
            for (int n = 0; n <= 30; n++) {
                text.append(String.format("x%d=%x%n", n, machine.cpu.x(n)));
            }
            return text + String.format("sp=%x pc=%x", machine.cpu.sp(), machine.cpu.pc());
        }

        String stack() {
            StringBuilder text = new StringBuilder();
            for (long at = 0; at < BareMachine.STACK_SIZE; at += 8) {
                text.append(String.format("%x: %x%n", at, machine.memory.readLong(BareMachine.STACK + at)));
            }
            return text.toString();
        }
    }

    @Property(tries = 1000)
    void theTwinLeavesWhatTheTrampolineLeaves(@ForAll Route route, @ForAll long seed) {
        Traced executed = new Traced(route, seed);
        Traced performed = new Traced(route, seed);
        executed.execute();
        NoReaders readers = performed.perform();
        assertEquals(executed.seen, performed.seen);
        assertEquals(executed.registers(), performed.registers());
        assertEquals(executed.stack(), performed.stack());
        assertEquals(1, readers.entered);
        assertEquals(0, readers.open);
    }

    /** A traced call with a tracer of one's own, made as often as one likes. */
    private static final class Repeated {
        final BareMachine machine = new BareMachine();
        final Arm64Port port = Arm64Port.on(machine);
        final NoReaders readers = new NoReaders();
        final HostEntry twin = port.hostEntry(readers);
        final long handle = machine.memory.allocateData(OpsHandle.SIZE);

        Repeated() {
            machine.cpu.setSp(BareMachine.STACK + 0x1000);
            port.patcher().initialise(SITE, handle);
        }

        /** Returns the gate. */
        long trace(EntryHandler tracer) {
            long gate = port.openGate(tracer);
            machine.memory.patchLong(handle + OpsHandle.FUNC, gate);
            return gate;
        }

        long pcAfterCall() {
            machine.cpu.setPc(BareMachine.IP);
            twin.enter(machine.cpu, port.trampolines().entry().address());
            return machine.cpu.pc();
        }
    }

    @Test
    void whoCallsThroughAGateThatIsClosedIsTold() {
        Repeated call = new Repeated();
        long gate = call.trace((cpu, ip, parentIp, regs) -> {});
        assertEquals(BareMachine.IP + 4, call.pcAfterCall());
        call.port.closeGate(gate);
        String message =
                assertThrows(IllegalStateException.class, call::pcAfterCall).getMessage();
        assertTrue(message.contains("0x" + Long.toHexString(BareMachine.IP)), message);
        assertTrue(message.contains("0x" + Long.toHexString(gate)), message);
        assertEquals(0, call.readers.open);
    }

    @Test
    void eachCallGoesThroughTheGateOfItsHandle() {
        Repeated call = new Repeated();
        List<String> seen = new ArrayList<>();
        long first = call.trace((cpu, ip, parentIp, regs) -> seen.add("first"));
        call.pcAfterCall();
        call.trace((cpu, ip, parentIp, regs) -> seen.add("second"));
        call.pcAfterCall();
        call.pcAfterCall();
        call.machine.memory.patchLong(call.handle + OpsHandle.FUNC, first);
        call.pcAfterCall();
        assertEquals(List.of("first", "second", "second", "first"), seen);
    }

    @Test
    void aDirectTargetIsForOneCall() {
        Repeated call = new Repeated();
        Queue<Long> targets = new ArrayDeque<>(List.of(0x1234_5678L));
        call.trace((cpu, ip, parentIp, regs) -> {
            regs.setArgument(0, ip);
            if (!targets.isEmpty()) {
                call.port.setDirectCaller(regs, targets.remove());
            }
        });
        assertEquals(0x1234_5678L, call.pcAfterCall());
        assertEquals(BareMachine.IP + 4, call.pcAfterCall());
        assertEquals(0, call.machine.cpu.x(17));
    }
}
