package org.jftrace.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.core.sparse.SparseCpu;
import org.jftrace.core.sparse.SparseMachine;
import org.jftrace.spi.CpuContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls from interrupts are no recursion; calls while RCU does not watch are dropped. f0 names its tracer, f1 leads to the list. */
class ContextTest {
    private final SparseMachine machine = new SparseMachine("LTLT");
    private final Ftrace ftrace = machine.core();
    private final SparseCpu cpu = machine.cpu(0);
    private final List<String> calls = new ArrayList<>();
    private int depth;

    private void register(String name, Filter filter, Runnable then, OpsFlag... flags) {
        ftrace.register(FtraceOps.builder(name)
                .filter(filter)
                .flags(flags)
                .callback((ip, parentIp, ops, regs) -> {
                    calls.add(name + "@" + cpu.context());
                    then.run();
                    regs.setLinkRegister(parentIp); // the call that was made in here went through the same registers
                })
                .build());
    }

    private void call(int function) {
        cpu.call(machine.function(machine.symbols(), function));
    }

    private static CpuContext interrupting(CpuContext now) {
        return Arrays.stream(CpuContext.values())
                .filter(context -> context.level() == now.level() + 1)
                .findFirst()
                .orElseThrow();
    }

    /** An interrupt arrives while a callback runs: its handler calls a traced function, and then the next one arrives. */
    private void interruptAfter(CpuContext last, int function) {
        CpuContext now = cpu.context();
        if (now != last) {
            cpu.setContext(interrupting(now));
            call(function);
            cpu.setContext(now);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aCallFromEachKindOfInterruptIsTraced(int function) {
        register("a", Filter.all(), () -> interruptAfter(CpuContext.NMI, function), OpsFlag.RECURSION);
        call(function);
        assertEquals(List.of("a@TASK", "a@SOFTIRQ", "a@IRQ", "a@NMI"), calls);
        assertEquals(0, cpu.task().traceState().recursion());
    }

    /** Linux: TRACE_CTX_TRANSITION; an NMI may arrive before the interrupt's context is known. */
    @ParameterizedTest
    @EnumSource(CpuContext.class)
    void inOneContextOneCallMoreIsLetThrough(CpuContext context) {
        cpu.setContext(context);
        register("a", Filter.all(), () -> call(0), OpsFlag.RECURSION);
        call(0);
        assertEquals(List.of("a@" + context, "a@" + context), calls);
        calls.clear();
        call(0);
        assertEquals(2, calls.size());
    }

    /** While the allowance is in use in one context, another context has none. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theAllowanceIsOneForAllContextsTogether(int function) {
        register(
                "a",
                Filter.all(),
                () -> {
                    depth++;
                    if (depth <= 2) {
                        call(function);
                    }
                    if (depth == 2) {
                        interruptAfter(CpuContext.SOFTIRQ, function);
                    } else if (cpu.context() == CpuContext.SOFTIRQ) {
                        call(function);
                    }
                },
                OpsFlag.RECURSION);
        call(function);
        assertEquals(List.of("a@TASK", "a@TASK", "a@SOFTIRQ"), calls);
        assertEquals(0, cpu.task().traceState().recursion());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whileRcuDoesNotWatchOnlyTracersThatNeedItAreSpared(int function) {
        register("rcu", Filter.all(), () -> {}, OpsFlag.RCU);
        cpu.setRcuWatching(false);
        call(function);
        assertEquals(List.of(), calls);
        register("plain", Filter.all(), () -> {});
        call(function);
        assertEquals(List.of("plain@TASK"), calls);
        cpu.setRcuWatching(true);
        calls.clear();
        call(function);
        assertEquals(List.of("plain@TASK", "rcu@TASK"), calls);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aTracerThatProtectsItselfIsEnteredAgain(int function) {
        register("a", Filter.name("f0", "f2"), () -> {
            if (++depth < 5) {
                call(function);
            }
        });
        call(function);
        assertEquals(5, calls.size());
    }
}
