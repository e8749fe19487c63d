package org.jftrace.core.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.TaskFilter;
import org.jftrace.core.sparse.SparseMachine;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.spi.SymbolTable;

/** A real core beside the model, and the operations that change both. One module is near, the other far. */
final class World {
    static final int TRACERS = 4;
    static final int FUNCTIONS = 9;

    private static final int UDF = 0;
    private static final String[] LAYOUTS = {"LTLL", "LTI", "TL"};
    private static final long[] BASES = {0, SparseMachine.NEAR, SparseMachine.FAR};

    private final SparseMachine machine = new SparseMachine(LAYOUTS[0]);
    private final Ftrace ftrace = machine.core();
    private final Model model = new Model();
    private final Registration[] registrations = new Registration[TRACERS];
    private final boolean[] kept = new boolean[TRACERS];
    private final List<Integer> calls = new ArrayList<>();
    private final SymbolTable[] images = {machine.symbols(), image(1), image(2)};
    private final long nopOps = machine.literal(ip(0));
    private final long bytes = machine.allocatedBytes();

    private SymbolTable image(int module) {
        return machine.image("m" + module, BASES[module], LAYOUTS[module]);
    }

    /** Something to do; functions and modules are bits, and those that are not there are left out. */
    record Operation(Kind kind, int tracer, int functions, int modules) {}

    enum Kind {
        REGISTER_OR_CLOSE,
        SET_FILTER,
        WIDEN,
        NARROW,
        SET_TASKS,
        MODULE,
        SWITCH
    }

    void operate(Operation operation) {
        int id = operation.tracer();
        Registration registration = registrations[id];
        Set<Integer> functions = numbers(operation.functions());
        functions.removeIf(function -> !model.present.get(function));
        Set<Integer> modules = numbers(operation.modules() << 1);
        switch (operation.kind()) {
            case MODULE -> load(1 + (operation.functions() & 1));
            case SWITCH -> toggle((operation.functions() & 3) != 0);
            case SET_TASKS -> limit(id, (operation.functions() & 1) == 0);
            default -> {
                if (registration == null) {
                    register(id, functions, modules);
                } else {
                    change(operation.kind(), id, registration, functions, modules);
                }
            }
        }
    }

    private static Set<Integer> numbers(int bits) {
        Set<Integer> numbers = new TreeSet<>();
        for (int rest = bits; rest != 0; rest &= rest - 1) {
            numbers.add(Integer.numberOfTrailingZeros(rest));
        }
        return numbers;
    }

    private Filter filter(Set<Integer> functions, Set<Integer> modules) {
        Filter filter = Filter.none();
        for (int function : functions) {
            filter = filter.and(Filter.ip(ip(function)));
        }
        for (int module : modules) {
            filter = filter.and(Filter.inModule("*", "m" + module));
        }
        return filter;
    }

    private void register(int id, Set<Integer> functions, Set<Integer> modules) {
        FtraceOps ops = FtraceOps.builder("t" + id)
                .filter(filter(functions, modules))
                .flags(OpsFlag.RECURSION, OpsFlag.PID)
                .callback((ip, parentIp, o, regs) -> calls.add(id))
                .build();
        registrations[id] = ftrace.register(ops);
        kept[id] = true;
        model.registered.add(0, model.with(id, functions, modules));
    }

    private void change(Kind how, int id, Registration registration, Set<Integer> functions, Set<Integer> modules) {
        Model.Tracer now = tracer(id);
        Model.Tracer other = model.with(id, functions, modules);
        switch (how) {
            case REGISTER_OR_CLOSE -> {
                registration.close();
                registrations[id] = null;
                model.registered.remove(now);
            }
            case WIDEN -> {
                registration.widen(filter(functions, modules));
                now.selected().or(other.selected());
                now.later().addAll(modules);
            }
            case NARROW -> {
                registration.narrow(filter(functions, modules));
                now.selected().andNot(other.selected());
                now.later().removeAll(modules);
            }
            default -> {
                registration.setFilter(filter(functions, modules));
                model.registered.set(model.registered.indexOf(now), other);
            }
        }
    }

    private Model.Tracer tracer(int id) {
        return model.registered.stream()
                .filter(tracer -> tracer.id() == id)
                .findFirst()
                .orElseThrow();
    }

    private void load(int module) {
        if (ftrace.modules().loaded().contains("m" + module)) {
            ftrace.modules().unload("m" + module);
            model.go(module);
        } else {
            images[module] = image(module);
            ftrace.modules().load(images[module]);
            model.come(module);
        }
    }

    private void toggle(boolean on) {
        ftrace.setEnabled(on);
        model.on = on;
    }

    /** The CPU runs task 1. */
    private void limit(int id, boolean keep) {
        if (registrations[id] != null) {
            registrations[id].setTasks(
                    keep ? TaskFilter.all() : TaskFilter.all().except(1));
            kept[id] = keep;
        }
    }

    private int imageOf(int function) {
        return function < 4 ? 0 : function < 7 ? 1 : 2;
    }

    private int indexOf(int function) {
        return function - Model.IMAGES.get(imageOf(function)).get(0);
    }

    private long ip(int function) {
        return machine.ip(images[imageOf(function)], indexOf(function));
    }

    private boolean hasLiteral(int function) {
        return LAYOUTS[imageOf(function)].charAt(indexOf(function)) != 'T';
    }

    /** All sites and their words are as the model says. */
    void check() {
        Map<Long, String> names = new HashMap<>();
        for (int function = 0; function < FUNCTIONS; function++) {
            Optional<CallSiteInfo> site = ftrace.site(ip(function));
            assertEquals(model.present.get(function), site.isPresent());
            if (site.isPresent()) {
                check(function, site.get(), names);
            }
        }
        assertEquals(model.present.cardinality(), ftrace.sites().size());
        model.registered.forEach(
                tracer -> assertEquals(tracer.selected().cardinality(), registrations[tracer.id()].selected().length));
    }

    private void check(int function, CallSiteInfo site, Map<Long, String> names) {
        List<String> who =
                model.at(function).stream().map(tracer -> "t" + tracer.id()).toList();
        assertEquals(who, site.tracers());
        assertEquals(who.size(), site.users());
        boolean call = model.on && !who.isEmpty();
        int word = machine.word(site.ip());
        assertEquals(call, site.enabled());
        assertEquals(call, word != SparseMachine.NOP);
        String identity = !call ? "nobody" : who.size() == 1 ? who.get(0) : "list";
        if (call) {
            assertEquals(site.target().getAsLong(), SparseMachine.target(site.ip(), word));
        }
        if (hasLiteral(function)) {
            long literal = machine.literal(site.ip());
            assertEquals(identity, names.computeIfAbsent(literal, unknown -> identity));
            assertEquals(!call, literal == nopOps);
        } else if (call && imageOf(function) == 0) {
            long target = site.target().getAsLong();
            assertNotEquals(UDF, machine.word(target));
            assertEquals(identity, names.computeIfAbsent(target, unknown -> identity));
        }
        checkCalls(function, call);
    }

    private void checkCalls(int function, boolean call) {
        List<Integer> expected = model.at(function).stream()
                .map(Model.Tracer::id)
                .filter(id -> call && kept[id])
                .toList();
        calls.clear();
        machine.cpu(0).call(machine.function(images[imageOf(function)], indexOf(function)));
        assertEquals(expected, calls);
    }

    /** Ends all, and finds that nothing was lost. */
    void end() {
        for (int module = 1; module <= 2; module++) {
            if (ftrace.modules().loaded().contains("m" + module)) {
                load(module);
            }
        }
        for (Registration registration : registrations) {
            if (registration != null) {
                registration.close();
            }
        }
        model.registered.clear();
        check();
        assertEquals(bytes, machine.allocatedBytes());
        ftrace.close();
        assertEquals(0, machine.mappedGates());
    }
}
