package org.jftrace.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.image.FunctionModel;
import org.junit.jupiter.api.Test;

/** What a program sees of one call is the same on both routes, whatever the shape of the function. */
class RoutesAgreeTest {
    private static final int MODELS = 300;
    private static final int STACK = 512;

    private final Random random = new Random(20_261_125);

    /** All that a context tells. */
    private record Seen(List<Long> arguments, long result, long ip, long cookie, int task) {
        static Seen of(BpfContext context, boolean returned) {
            return new Seen(
                    IntStream.range(0, context.arguments())
                            .mapToObj(context::argument)
                            .toList(),
                    returned ? context.returnValue() : 0,
                    context.ip(),
                    context.cookie(),
                    context.task().id());
        }
    }

    private FunctionModel model() {
        List<Integer> sizes = new ArrayList<>();
        for (int i = random.nextInt(FunctionModel.MAX_ARGUMENTS + 1); i > 0; i--) {
            sizes.add(1 + random.nextInt(FunctionModel.MAX_ARGUMENT_SIZE));
        }
        return new FunctionModel(sizes, 8);
    }

    private List<Seen> seen(Guest guest, AttachType type, FunctionModel model, long cookie) {
        List<Seen> seen = new ArrayList<>();
        for (Route route : List.of(Route.DIRECT, Route.FPROBE)) {
            BpfProgram program = guest.bpf.program("seeing", type).load(context -> {
                seen.add(Seen.of(context, type == AttachType.FEXIT));
                return 0;
            });
            guest.bpf.attachMulti(
                    program,
                    Map.of(
                            new BpfTarget.Function("vfs_close", model),
                            cookie,
                            new BpfTarget.Function("vfs_open", model),
                            cookie + 1),
                    route);
        }
        return seen;
    }

    /** Calls a function with random registers and a random stack above it. */
    private void call(Guest guest, String function) {
        GuestCpu cpu = guest.machine.cpu(0);
        long sp = cpu.sp();
        cpu.setSp(sp - STACK);
        for (int at = 8; at <= STACK; at += 8) {
            guest.machine.memory().writeLong(sp - at, random.nextLong());
        }
        for (int n = 1; n < 8; n++) {
            cpu.setX(n, random.nextLong());
        }
        cpu.setX(0, -1);
        long back = guest.machine.symbols().named("ackermann").orElseThrow().address();
        cpu.setX(30, back);
        cpu.setPc(guest.machine.symbols().named(function).orElseThrow().address());
        while (cpu.pc() != back) {
            guest.machine.step();
        }
        assertEquals(-9, cpu.x(0));
        cpu.setSp(sp);
        for (int n = 0; n <= 30; n++) {
            cpu.setX(n, 0); // what is left of the image's address would keep it from being freed
        }
    }

    @Test
    void argumentsResultAddressAndCookieAreTheSame() {
        try (Guest guest = new Guest()) {
            for (int i = 0; i < MODELS; i++) {
                FunctionModel model = model();
                List<Seen> entries = seen(guest, AttachType.FENTRY, model, i);
                List<Seen> exits = seen(guest, AttachType.FEXIT, model, i);
                call(guest, "vfs_close");
                for (List<Seen> both : List.of(entries, exits)) {
                    assertEquals(2, both.size());
                    assertEquals(both.get(0), both.get(1), () -> model.toString());
                }
                guest.bpf.close();
            }
            assertEquals(0, guest.bpf.reap());
        }
    }
}
