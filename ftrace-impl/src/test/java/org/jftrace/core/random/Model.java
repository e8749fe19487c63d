package org.jftrace.core.random;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What ftrace ought to be, as plainly as can be: functions have numbers, a module's are there while it is. A filter is a
 * set of numbers, or everything.
 */
final class Model {
    /** The functions of the main image, and those of each module. */
    static final List<List<Integer>> IMAGES = List.of(List.of(0, 1, 2, 3), List.of(4, 5, 6), List.of(7, 8));

    final BitSet present = bits(IMAGES.get(0));
    /** The newest first. */
    final List<Tracer> registered = new ArrayList<>();

    boolean on = true;

    /** Later: the modules whose functions it selects when they come. */
    record Tracer(int id, BitSet selected, Set<Integer> later) {}

    static BitSet bits(List<Integer> functions) {
        BitSet bits = new BitSet();
        functions.forEach(bits::set);
        return bits;
    }

    /** A filter by number selects what is there; one by module what is there and what comes. */
    Tracer with(int id, Set<Integer> functions, Set<Integer> modules) {
        BitSet selected = new BitSet();
        functions.forEach(selected::set);
        modules.forEach(module -> selected.or(bits(IMAGES.get(module))));
        selected.and(present);
        return new Tracer(id, selected, new TreeSet<>(modules));
    }

    void come(int module) {
        present.or(bits(IMAGES.get(module)));
        registered.stream()
                .filter(tracer -> tracer.later.contains(module))
                .forEach(tracer -> tracer.selected.or(bits(IMAGES.get(module))));
    }

    void go(int module) {
        present.andNot(bits(IMAGES.get(module)));
        registered.forEach(tracer -> tracer.selected.andNot(bits(IMAGES.get(module))));
    }

    List<Tracer> at(int function) {
        return registered.stream()
                .filter(tracer -> tracer.selected.get(function))
                .toList();
    }
}
