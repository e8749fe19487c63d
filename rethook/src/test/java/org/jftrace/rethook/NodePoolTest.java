package org.jftrace.rethook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.jftrace.returns.RegisterSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodePoolTest {
    private final HookedFunction guest = new HookedFunction();
    private final Rethook owner = guest.alloc(RegisterSet.RESULTS, 1, (cpu, node, regs) -> {});

    @AfterEach
    void close() {
        guest.close();
    }

    private NodePool pool(int nodes, int cpus) {
        return new NodePool(
                IntStream.range(0, nodes)
                        .mapToObj(index -> new RethookNode(owner, index, 1))
                        .toArray(RethookNode[]::new),
                cpus);
    }

    private static RethookNode take(NodePool pool, int cpu) {
        RethookNode node = pool.tryTake(cpu);
        assertNotNull(node);
        return node;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void oneCpuGetsEveryNodeOnceWhoeverItWasMeantFor(int nodes) {
        NodePool pool = pool(nodes, 3);
        Set<RethookNode> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < nodes; i++) {
            assertTrue(taken.add(take(pool, 2)));
        }
        assertNull(pool.tryTake(0));
        assertNull(pool.tryTake(2));
        RethookNode any = taken.iterator().next();
        pool.giveBack(2, any);
        assertSame(any, pool.tryTake(0));
    }

    @Test
    void aCpuBeginsWithItsOwn() {
        NodePool pool = pool(4, 2);
        assertEquals(0, take(pool, 0).index);
        assertEquals(2, take(pool, 1).index);
        assertEquals(1, take(pool, 0).index);
        assertEquals(3, take(pool, 0).index);
    }

    @Test
    void whatACpuGaveBackItGetsNext() {
        NodePool pool = pool(8, 2);
        RethookNode first = take(pool, 0);
        RethookNode second = take(pool, 0);
        assertNotSame(first, second);
        pool.giveBack(0, first);
        assertSame(first, take(pool, 0));
    }

    @Test
    void fewerNodesThanCpusServeAll() {
        NodePool pool = pool(1, 4);
        for (int cpu = 0; cpu < 4; cpu++) {
            pool.giveBack(cpu, take(pool, cpu));
        }
    }

    /** Three nodes, so that they steal from each other all the time. */
    @Test
    void twoThreadsNeverHaveTheSameNode() throws InterruptedException, ExecutionException {
        NodePool pool = pool(3, 2);
        AtomicIntegerArray holders = new AtomicIntegerArray(3);
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<Integer>> shared = new ArrayList<>();
        for (int id = 0; id < 2; id++) {
            int cpu = id;
            shared.add(threads.submit(() -> {
                start.await();
                return churn(pool, cpu, holders);
            }));
        }
        for (Future<Integer> each : shared) {
            assertEquals(0, each.get());
        }
        threads.shutdown();
        IntStream.range(0, 3).forEach(index -> assertEquals(0, holders.get(index)));
        IntStream.range(0, 3).forEach(index -> take(pool, 0));
    }

    /** Takes two at once, if it can, and returns how many of them somebody else had. */
    private static int churn(NodePool pool, int cpu, AtomicIntegerArray holders) {
        int shared = 0;
        for (int i = 0; i < 100_000; i++) {
            RethookNode first = pool.tryTake(cpu);
            RethookNode second = pool.tryTake(cpu);
            for (RethookNode node : new RethookNode[] {first, second}) {
                shared += node != null && holders.incrementAndGet(node.index) != 1 ? 1 : 0;
            }
            for (RethookNode node : new RethookNode[] {second, first}) {
                if (node != null) {
                    holders.decrementAndGet(node.index);
                    pool.giveBack(cpu, node);
                }
            }
        }
        return shared;
    }
}
