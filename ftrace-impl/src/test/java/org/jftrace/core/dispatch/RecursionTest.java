package org.jftrace.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.core.sparse.SparseCpu;
import org.jftrace.core.sparse.SparseMachine;
import org.jftrace.spi.CpuContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A callback calls a traced function. In Linux 6.12 the list and whoever is called through {@code ftrace_ops_assist_func} take
 * the same bits, one a context and one transition for all; who protects itself takes others, and is stopped by none of these.
 * f0 and f1 name their tracer if they have but one, f2 cannot.
 */
class RecursionTest {
    private static final OpsFlag[] SELF_PROTECTED = {};
    private static final int DEEP = 4;

    private final SparseMachine machine = new SparseMachine("LLT");
    private final Ftrace ftrace = machine.core();
    private final SparseCpu cpu = machine.cpu(0);
    private final List<String> calls = new ArrayList<>();
    private int depth;

    @AfterEach
    void noBitIsLeft() {
        assertEquals(0, cpu.task().traceState().recursion());
    }

    private void register(String name, String functions, int callsOn, OpsFlag... flags) {
        ftrace.register(FtraceOps.builder(name)
                .filter(Filter.glob(functions))
                .flags(flags)
                .callback((ip, parentIp, ops, regs) -> {
                    calls.add(name);
                    if (callsOn >= 0 && depth < DEEP) {
                        depth++;
                        call(callsOn);
                        depth--;
                    }
                    regs.setLinkRegister(parentIp); // the call that was made in here went through the same registers
                })
                .build());
    }

    private List<String> call(int function) {
        if (depth == 0) {
            calls.clear();
        }
        cpu.call(machine.function(machine.symbols(), function));
        return calls;
    }

    @Test
    void aTracerThatNeedsRcuIsProtectedThoughItDoesNotAskForIt() {
        register("rcu", "f*", 0, OpsFlag.RCU);
        assertEquals(List.of("rcu", "rcu"), call(0));
        assertEquals(List.of("rcu", "rcu"), call(2));
    }

    @Test
    void aSelfProtectedTracerIsStoppedByNobodyWhereItIsAloneAndByTheListWhereItIsNot() {
        register("a", "f[02]", 0, SELF_PROTECTED);
        assertEquals(List.of("a", "a", "a", "a", "a"), call(0));
        register("b", "f0", -1, SELF_PROTECTED);
        assertEquals(List.of("b", "a", "b", "a"), call(0));
    }

    @Test
    void aListCallThatLeadsToATracerAloneIsItsSecondAndLastIfThatIsProtected() {
        register("b", "f0", -1, OpsFlag.RECURSION);
        register("a", "f0", 1, OpsFlag.RECURSION);
        register("c", "f1", 1, OpsFlag.RECURSION);
        assertEquals(List.of("a", "c", "b"), call(0));
    }

    @Test
    void aListCallThatLeadsToASelfProtectedTracerAloneIsNotStopped() {
        register("b", "f0", -1, OpsFlag.RECURSION);
        register("a", "f0", 1, OpsFlag.RECURSION);
        register("c", "f1", 1, SELF_PROTECTED);
        assertEquals(List.of("a", "c", "c", "c", "c", "b"), call(0));
    }

    @Test
    void aProtectedTracerAloneThatLeadsToTheListLeavesItTheTransitionOnly() {
        register("a", "f1", 0, OpsFlag.RECURSION);
        register("c", "f0", -1, SELF_PROTECTED);
        register("b", "f0", 0, SELF_PROTECTED);
        assertEquals(List.of("a", "b", "c"), call(1));
    }

    @Test
    void aSelfProtectedTracerAloneThatLeadsToTheListLeavesItEverything() {
        register("a", "f1", 0, SELF_PROTECTED);
        register("c", "f0", -1, SELF_PROTECTED);
        register("b", "f0", 0, SELF_PROTECTED);
        assertEquals(List.of("a", "b", "b", "c", "c"), call(1));
    }

    @Test
    void anInterruptHasABitOfItsOwnButNoTransitionWhileTheTaskUsesIt() {
        register("a", "f0", 1, OpsFlag.RECURSION);
        ftrace.register(FtraceOps.builder("b")
                .filter(Filter.name("f1"))
                .flags(OpsFlag.RECURSION)
                .callback((ip, parentIp, ops, regs) -> {
                    calls.add("b@" + cpu.context());
                    depth++;
                    cpu.setContext(CpuContext.IRQ);
                    call(1);
                    cpu.setContext(CpuContext.TASK);
                    depth--;
                    regs.setLinkRegister(parentIp);
                })
                .build());
        assertEquals(List.of("a", "b@TASK", "b@IRQ"), call(0));
        assertEquals(List.of("b@TASK", "b@IRQ", "b@IRQ"), call(1));
    }
}
