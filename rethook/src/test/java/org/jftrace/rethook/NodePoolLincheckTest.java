package org.jftrace.rethook;

import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * A pool with a node for each thread never fails, and never gives one node to two. (That all are taken is not linearizable: who
 * looks through a pool may miss a node that comes back behind it while another goes ahead of it. Linux's is no other.)
 */
@Param(name = "cpu", gen = IntGen.class, conf = "0:1")
public class NodePoolLincheckTest {
    private static final int NODES = 2;

    private final NodePool pool = new NodePool(
            IntStream.range(0, NODES)
                    .mapToObj(index -> new RethookNode(null, index, 1))
                    .toArray(RethookNode[]::new),
            NODES);

    /** Holds a node for a while; nobody else changes what is in it. */
    @Operation
    public String hold(@Param(name = "cpu") int cpu) {
        RethookNode node = pool.tryTake(cpu);
        if (node == null) {
            return "none";
        }
        long mine = ++node.data()[0];
        boolean alone = node.data()[0] == mine;
        node.data()[0] = 0;
        boolean fresh = mine == 1;
        pool.giveBack(cpu, node);
        return alone && fresh ? "held" : "shared";
    }

    @Test
    void isLinearizable() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(3)
                .iterations(10)
                .invocationsPerIteration(500)
                .check(NodePoolLincheckTest.class);
    }
}
