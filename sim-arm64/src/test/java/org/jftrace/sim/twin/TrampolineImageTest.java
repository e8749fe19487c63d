package org.jftrace.sim.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.arm64.a64.emit.Arithmetic;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.Moves;
import org.jftrace.arm64.a64.emit.Reg;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.CallTarget;
import org.jftrace.spi.arch.image.FunctionModel;
import org.jftrace.spi.arch.image.ImageContext;
import org.jftrace.spi.arch.image.ImageSpec;
import org.jftrace.spi.arch.image.ImageSpec.ProgramCall;
import org.jftrace.spi.arch.image.TrampolineImage;
import org.junit.jupiter.api.Test;

/** Images executed, from random registers and stack, for random function models. */
class TrampolineImageTest {
    private static final CallSite SITE = new CallSite(BareMachine.FUNCTION, BareMachine.IP, BareMachine.LITERAL);
    private static final long CALLER = 0x55_5000;
    private static final int MOST_STEPS = 500;

    /** One traced function, which returns x0 + 5 and leaves x1 at 77; what was called, and with what. */
    private static final class Traced {
        final BareMachine machine = new BareMachine();
        final Arm64Port port = Arm64Port.on(machine);
        final FunctionModel model;
        final List<String> calls = new ArrayList<>();
        final long sp;
        final long[] arguments;

        Traced(FunctionModel model, long seed) {
            this.model = model;
            machine.memory.patchWord(BareMachine.IP + 4, Arithmetic.add(Reg.X0, Reg.X0, 5));
            machine.memory.patchWord(BareMachine.IP + 8, Moves.movz(Reg.X1, 77, 0));
            machine.memory.patchWord(BareMachine.IP + 12, Branches.ret());
            port.patcher().initialise(SITE, 0);
            Random random = new Random(seed);
            for (int n = 0; n <= 30; n++) {
                machine.cpu.setX(n, random.nextLong());
            }
            for (long at = 0; at < BareMachine.STACK_SIZE; at += 8) {
                machine.memory.writeLong(BareMachine.STACK + at, random.nextLong());
            }
            sp = BareMachine.STACK + 0x1000 + 16L * random.nextInt(0x100);
            machine.cpu.setSp(sp);
            machine.cpu.setX(30, CALLER);
            arguments = arguments(machine.cpu);
        }

        /** Where the procedure call standard puts them, slot by slot. */
        long[] arguments(GuestCpu cpu) {
            long[] slots = new long[model.slots()];
            for (int n = 0; n < slots.length; n++) {
                int onStack = n - model.registerSlots();
                slots[n] = onStack < 0 ? cpu.x(n) : machine.memory.readLong(cpu.sp() + 8L * onStack);
            }
            return slots;
        }

        /** A program that notes what it sees, spoils what a callee may spoil, and answers. */
        ProgramCall program(String name, long answer, long stub) {
            return new ProgramCall(
                    machine.mapHostCall(cpu -> {
                        long context = cpu.x(0);
                        calls.add(name + " " + see(context));
                        for (int n = 1; n <= 18; n++) {
                            cpu.setX(n, ~cpu.x(n));
                        }
                        cpu.setX(0, answer);
                    }),
                    stub);
        }

        private String see(long context) {
            assertEquals(BareMachine.IP, machine.memory.readLong(context + ImageContext.IP));
            assertEquals(model.slots(), machine.memory.readLong(context + ImageContext.SLOTS));
            for (int n = 0; n < arguments.length; n++) {
                assertEquals(arguments[n], machine.memory.readLong(context + ImageContext.slot(n)), "slot " + n);
            }
            return model.resultRegisters() == 0
                    ? "-"
                    : Long.toHexString(machine.memory.readLong(context + ImageContext.result(model.slots())));
        }

        long gate(String name) {
            return machine.mapHostCall(cpu -> calls.add(name));
        }

        TrampolineImage attach(ImageSpec spec) {
            TrampolineImage image =
                    port.images().generate(spec, machine.symbols().text());
            port.patcher().makeCall(SITE, new CallTarget(image.address()));
            return image;
        }

        /** Steps from the function's first instruction to an address; returns how many instructions, gates not counted. */
        int runTo(long address) {
            machine.cpu.setPc(BareMachine.FUNCTION);
            int steps = 0;
            while (machine.cpu.pc() != address) {
                boolean atGate = machine.cpu.pc() >>> 32 == 0xffff_0000L;
                machine.cpu.step();
                steps += atGate ? 0 : 1;
                assertTrue(steps < MOST_STEPS, () -> "still at " + Long.toHexString(machine.cpu.pc()));
            }
            return steps;
        }
    }

    private static FunctionModel model(Random random) {
        Integer[] sizes = new Integer[random.nextInt(FunctionModel.MAX_ARGUMENTS + 1)];
        Arrays.setAll(sizes, i -> 1 + random.nextInt(16));
        return new FunctionModel(List.of(sizes), random.nextInt(24));
    }

    private static ImageSpec fentry(FunctionModel model, List<ProgramCall> programs) {
        return new ImageSpec(model, programs, List.of(), List.of(), 0, 0);
    }

    @Property(tries = 1000)
    void aFunctionIsEnteredAsIfNobodyHadLooked(@ForAll long seed) {
        Random random = new Random(seed);
        Traced traced = new Traced(model(random), seed);
        long fp = traced.machine.cpu.x(29);
        long x8 = traced.machine.cpu.x(8);
        traced.attach(fentry(traced.model, List.of(traced.program("a", 1, 0), traced.program("b", 2, 0))));
        traced.runTo(BareMachine.IP + 4);
        GuestCpu cpu = traced.machine.cpu;
        assertEquals(2, traced.calls.size());
        assertEquals(traced.sp, cpu.sp());
        assertEquals(Arrays.toString(traced.arguments), Arrays.toString(traced.arguments(cpu)));
        assertEquals(CALLER, cpu.x(30));
        assertEquals(fp, cpu.x(29));
        assertTrue(!traced.model.returnsInMemory() || cpu.x(8) == x8);
    }

    @Property(tries = 1000)
    void aFunctionThatTheImageCallsGetsItsArgumentsAndItsCallerTheResult(@ForAll long seed) {
        Random random = new Random(seed);
        Traced traced = new Traced(model(random), seed);
        GuestCpu cpu = traced.machine.cpu;
        long fp = cpu.x(29);
        long result = (traced.model.registerSlots() > 0 ? cpu.x(0) : 0) + 5;
        TrampolineImage image = traced.attach(new ImageSpec(
                traced.model,
                List.of(traced.program("entry", 9, 0)),
                List.of(),
                List.of(traced.program("exit", 9, 0)),
                traced.gate("in"),
                traced.gate("out")));
        traced.runTo(BareMachine.IP + 4);
        assertEquals(Arrays.toString(traced.arguments), Arrays.toString(traced.arguments(cpu)));
        assertTrue(image.code().contains(cpu.x(30)) && !image.uncounted().contains(cpu.x(30)));
        while (cpu.pc() != CALLER) {
            traced.machine.cpu.step();
        }
        assertEquals(
                List.of("in", "entry", "exit", "out"),
                traced.calls.stream().map(c -> c.replaceAll(" .*", "")).toList());
        assertEquals(traced.sp, cpu.sp());
        assertEquals(fp, cpu.x(29));
        if (traced.model.resultRegisters() > 0 && traced.model.registerSlots() > 0) {
            assertEquals(result, cpu.x(0));
            assertEquals("exit " + Long.toHexString(result), traced.calls.get(2));
        }
        if (traced.model.resultRegisters() == 2) {
            assertEquals(77, cpu.x(1));
        }
    }

    @Test
    void theFirstFmodRetThatAnswersSkipsTheFunctionAndTheOthers() {
        Traced traced = new Traced(FunctionModel.ofLongs(3), 1);
        traced.attach(new ImageSpec(
                traced.model,
                List.of(),
                List.of(traced.program("m0", 0, 0), traced.program("m1", -13, 0), traced.program("m2", 4, 0)),
                List.of(traced.program("exit", 0, 0)),
                0,
                0));
        traced.runTo(CALLER);
        assertEquals(List.of("m0 0", "m1 0", "exit fffffffffffffff3"), traced.calls);
        assertEquals(-13, traced.machine.cpu.x(0));
    }

    @Test
    void aProgramWithAStubHasACallSiteOfItsOwn() {
        Traced traced = new Traced(FunctionModel.ofLongs(2), 1);
        CallSite stub = traced.port.images().generateStub();
        ProgramCall program = traced.program("traced program", 0, stub.entry());
        Traced outer = traced;
        ImageSpec onProgram = new ImageSpec(
                FunctionModel.ofLongs(2),
                List.of(new ProgramCall(
                        outer.machine.mapHostCall(cpu -> outer.calls.add("its fentry "
                                + (outer.machine.memory.readLong(cpu.x(0) + ImageContext.slot(1)) == program.gate()))),
                        0)),
                List.of(),
                List.of(),
                0,
                0);
        TrampolineImage image = traced.port
                .images()
                .generate(onProgram, traced.machine.symbols().text());
        traced.port.patcher().makeCall(stub, new CallTarget(image.address()));
        traced.attach(fentry(traced.model, List.of(program)));
        traced.runTo(CALLER);
        assertEquals(List.of("its fentry true", "traced program 0"), scrubbed(traced.calls));
    }

    /** The result slot is whatever the stack held before the function has returned. */
    private static List<String> scrubbed(List<String> calls) {
        return calls.stream()
                .map(call -> call.replaceAll("(program) [0-9a-f]+", "$1 0"))
                .toList();
    }

    @Test
    void anFentryImageOfFourArgumentsTakesTwentyInstructionsWhereLinuxTakesForty() {
        Traced traced = new Traced(FunctionModel.ofLongs(4), 1);
        int untraced = 2;
        traced.attach(fentry(traced.model, List.of(traced.program("a", 0, 0))));
        assertEquals(20, traced.runTo(BareMachine.IP + 4) - untraced);
    }
}
