package org.jftrace.cli.explore.scenario;

import java.util.List;
import org.jftrace.Filter;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.Listing;
import org.jftrace.arm64.a64.emit.LoadStore;
import org.jftrace.arm64.a64.emit.Moves;
import org.jftrace.arm64.a64.emit.Reg;
import org.jftrace.arm64.a64.emit.SystemInstructions;
import org.jftrace.direct.DirectRegistration;
import org.jftrace.sim.adversary.GuestImage;
import org.jftrace.sim.adversary.Violation;
import org.jftrace.sim.explore.Stage;
import org.jftrace.spi.AddressRange;

/** A function is sent to one trampoline, and then to another one. */
final class Directs {
    private static final Filter F0 = Filter.name("f0");
    private static final int CODE_SIZE = 64;
    private static final long FAR = CoreStage.TEXT + (1L << 30);
    /** Both halves of its addresses are others. */
    private static final long FARTHER = FAR + (7L << 30);

    private Directs() {}

    /**
     * What a direct call goes to: calls a gate, and goes on behind the call site. It is entered as {@code ftrace_caller} is: LR is
     * the address behind the site, X9 the caller's LR.
     */
    private static Listing trampoline(long base, long gate) {
        return new Assembler(base)
                .emit(SystemInstructions.BTI_C)
                .emit(LoadStore.stpPre(Reg.X9, Reg.LR, Reg.SP, -16))
                .ldr(Reg.X16, gate)
                .emit(Branches.blr(Reg.X16))
                .emit(LoadStore.ldpPost(Reg.X9, Reg.X10, Reg.SP, 16))
                .emit(Moves.mov(Reg.LR, Reg.X9))
                .emit(Branches.ret(Reg.X10))
                .finish();
    }

    private static long place(CoreStage core, long address, long gate) {
        int[] words = trampoline(address, gate).words();
        for (int i = 0; i < words.length; i++) {
            core.machine.memory().patchWord(address + 4L * i, words[i]);
        }
        return address;
    }

    /** Each call is to go to one of two trampolines. */
    private record Swap(CoreStage core, Traced old, Traced young, Traced either) {
        static Swap on(CoreStage core) {
            Swap swap = new Swap(core, core.tracer("old"), core.tracer("new"), core.tracer("either of old and new"));
            swap.old.mayBegin();
            swap.either.mayBegin();
            return swap;
        }

        long gate(Traced which) {
            return core.machine.mapHostCall(cpu -> {
                which.see(cpu.id());
                either.see(cpu.id());
            });
        }

        void begun() {
            old.mustBegin();
            either.mustBegin();
        }

        void modify(DirectRegistration registration, long target) {
            young.mayBegin();
            old.mustEnd();
            registration.modify(target);
            young.mustBegin();
        }
    }

    /** The BL goes from one trampoline to the other; the first is freed when nobody is in it any more. */
    static void near(Stage stage, CoreScenario scenario) {
        GuestImage image = CoreStage.oneFunction(true);
        CoreStage core = new CoreStage(stage, scenario.embedding(), scenario.cpus(), image);
        core.everyCpuCalls(image.function(0));
        Swap swap = Swap.on(core);
        AddressRange text = image.symbols().text();
        long first = place(core, core.machine.memory().allocateCode(CODE_SIZE, text), swap.gate(swap.old));
        long second = place(core, core.machine.memory().allocateCode(CODE_SIZE, text), swap.gate(swap.young));
        DirectRegistration registration = core.ftrace.directCalls().register("direct", F0, first);
        swap.begun();
        stage.host("modifies", () -> {
            swap.modify(registration, second);
            core.machine.awaitQuiescence(List.of(AddressRange.ofSize(first, CODE_SIZE)));
            swap.old.mayEnd();
            core.machine.memory().free(first);
        });
    }

    /** The BL stays, to ftrace_caller, which finds the target in the handle. */
    static void far(Stage stage, CoreScenario scenario) {
        GuestImage image = CoreStage.oneFunction(true);
        GuestImage there = new GuestImage("there", FAR).function(false, new int[CODE_SIZE / 4]);
        GuestImage beyond = new GuestImage("beyond", FARTHER).function(false, new int[CODE_SIZE / 4]);
        CoreStage core = new CoreStage(stage, scenario.embedding(), scenario.cpus(), image, there, beyond);
        core.everyCpuCalls(image.function(0));
        Swap swap = Swap.on(core);
        long first = place(core, FAR + 16, swap.gate(swap.old));
        long second = place(core, FARTHER + 16, swap.gate(swap.young));
        DirectRegistration registration = core.ftrace.directCalls().register("direct", F0, first);
        swap.begun();
        stage.host("modifies", () -> {
            swap.modify(registration, second);
            core.machine.awaitQuiescence(List.of(AddressRange.ofSize(first, CODE_SIZE)));
            swap.old.mayEnd();
        });
    }

    /** A direct call begins and ends. */
    static void comesAndGoes(Stage stage, CoreScenario scenario) {
        GuestImage image = CoreStage.oneFunction(true);
        CoreStage core = new CoreStage(stage, scenario.embedding(), scenario.cpus(), image);
        core.everyCpuCalls(image.function(0));
        Traced direct = core.tracer("direct");
        long place =
                core.machine.memory().allocateCode(CODE_SIZE, image.symbols().text());
        long target = place(core, place, core.gateOf(direct));
        stage.host("registers and closes", () -> {
            direct.mayBegin();
            DirectRegistration registration = core.ftrace.directCalls().register("direct", F0, target);
            direct.mustBegin();
            core.machine.pause();
            direct.mustEnd();
            registration.close();
            core.machine.awaitQuiescence(List.of(AddressRange.ofSize(target, CODE_SIZE)));
            direct.mayEnd();
            core.machine.memory().free(target);
        });
        stage.atEnd(() -> {
            if (core.ftrace.bug().isPresent()) {
                throw new Violation(core.ftrace.bug().get().reason());
            }
        });
    }
}
