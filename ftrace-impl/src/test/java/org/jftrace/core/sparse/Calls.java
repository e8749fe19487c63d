package org.jftrace.core.sparse;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.spi.SymbolTable;

/** Tracers that write down their calls as {@code tracer:function}. */
public final class Calls {
    private final SparseMachine machine;
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    public Calls(SparseMachine machine) {
        this.machine = machine;
    }

    public FtraceOps ops(String name, Filter filter, OpsFlag... flags) {
        return FtraceOps.builder(name)
                .filter(filter)
                .flags(flags)
                .callback((ip, parentIp, ops, regs) -> calls.add(
                        name + ":" + machine.core().site(ip).orElseThrow().function()))
                .build();
    }

    /** Calls every function of an image on CPU 0 and returns what was traced. */
    public List<String> of(SymbolTable image) {
        calls.clear();
        image.functions().forEach(function -> machine.cpu(0).call(function.address()));
        return List.copyOf(calls);
    }

    /** Calls one function on CPU 0 and returns what was traced. */
    public List<String> of(SymbolTable image, int function) {
        calls.clear();
        machine.cpu(0).call(machine.function(image, function));
        return List.copyOf(calls);
    }

    public static Errno refusal(Runnable refused) {
        return assertThrows(FtraceException.class, refused::run).errno();
    }
}
