package org.jftrace.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jftrace.spi.arch.image.FunctionModel;
import org.junit.jupiter.api.Test;

/**
 * Two CPUs run the guest while two threads attach, update and detach links at random. What stays attached all the time
 * must have run once for every call. RACES.md B5. {@code -Djftrace.churn=N} runs the guest N times.
 */
class ChurnTest {
    private static final int RUNS = Integer.getInteger("jftrace.churn", 2);
    private static final int LINKS = 40;
    private static final int ITEMS = 20_000;
    private static final int WRITES = 20_015;
    private static final int OPENS = 40_009;
    private static final FunctionModel THREE = FunctionModel.ofLongs(3);

    private static final List<BpfTarget.Function> FUNCTIONS = List.of(
            new BpfTarget.Function("vfs_open", THREE),
            new BpfTarget.Function("vfs_write", THREE),
            new BpfTarget.Function("smp_do_item", THREE));

    /** Attaches, updates and detaches until the guest has ended. */
    private static final class Churner extends Thread {
        private final Guest guest;
        private final Random random;
        private final AtomicReference<Throwable> failure;
        private final List<BpfLink> links = new ArrayList<>();
        int changes;

        Churner(Guest guest, long seed, AtomicReference<Throwable> failure) {
            this.guest = guest;
            this.random = new Random(seed);
            this.failure = failure;
        }

        @Override
        public void run() {
            try {
                while (guest.machine.isRunning()) {
                    change();
                    changes++;
                }
                links.forEach(BpfLink::close);
            } catch (Throwable thrown) {
                failure.compareAndSet(null, thrown);
            }
        }

        private BpfProgram program() {
            AttachType type = random.nextBoolean() ? AttachType.FENTRY : AttachType.FEXIT;
            return guest.bpf.program("churn", type).load(context -> 0);
        }

        private void change() {
            if (links.size() < LINKS / 2 && random.nextInt(3) > 0) {
                links.add(attach());
            } else if (!links.isEmpty()) {
                BpfLink link = links.get(random.nextInt(links.size()));
                if (random.nextInt(3) == 0) {
                    link.update(
                            guest.bpf.program("update", link.program().type()).load(context -> 0));
                } else {
                    link.close();
                    links.remove(link);
                }
            }
        }

        private BpfLink attach() {
            Route route = random.nextInt(3) == 0 ? Route.FPROBE : Route.DIRECT;
            if (random.nextInt(4) == 0) {
                return guest.bpf.attachMulti(program(), Map.of(FUNCTIONS.get(0), 1L, FUNCTIONS.get(1), 2L), route);
            }
            return guest.bpf.attach(program(), FUNCTIONS.get(random.nextInt(FUNCTIONS.size())), 0, route);
        }
    }

    @Test
    void noProgramIsLostOrDoubledAndNothingIsLeft() throws InterruptedException {
        for (int run = 0; run < RUNS; run++) {
            churn(run);
        }
    }

    private static void churn(int seed) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Faulty counted = new Faulty();
        try (Guest guest = new Guest("smp.elf", 2, counted)) {
            attachSteady(guest);
            guest.bpf.close();
            String before = counted.toString();
            List<BpfProgram> steady = attachSteady(guest);
            guest.machine.start();
            List<Churner> churners =
                    List.of(new Churner(guest, 2L * seed, failure), new Churner(guest, 2L * seed + 1, failure));
            churners.forEach(Thread::start);
            assertEquals(0, guest.machine.join());
            for (Churner churner : churners) {
                churner.join();
                assertTrue(churner.changes > 0);
            }
            assertEquals(null, failure.get());
            assertEquals(Guest.expected("smp.expected.txt"), guest.said());
            assertEquals(
                    Stream.of(OPENS, WRITES, ITEMS)
                            .flatMap(calls -> Collections.nCopies(4, (long) calls).stream())
                            .toList(),
                    steady.stream().map(BpfProgram::runCount).toList());
            guest.bpf.close();
            assertEquals(0, guest.bpf.reap());
            assertEquals(before, counted.toString());
            System.out.println(churners.get(0).changes + churners.get(1).changes + " changes of links in one run");
        }
    }

    /** Each function has a program before and after it, on both routes. */
    private static List<BpfProgram> attachSteady(Guest guest) {
        List<BpfProgram> steady = new ArrayList<>();
        for (BpfTarget.Function function : FUNCTIONS) {
            for (AttachType type : List.of(AttachType.FENTRY, AttachType.FEXIT)) {
                for (Route route : List.of(Route.DIRECT, Route.FPROBE)) {
                    BpfProgram program = guest.bpf.program("steady", type).load(context -> 0);
                    steady.add(program);
                    guest.bpf.attach(program, function, 0, route);
                }
            }
        }
        return steady;
    }
}
