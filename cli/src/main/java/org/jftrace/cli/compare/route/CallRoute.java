package org.jftrace.cli.compare.route;

import java.util.function.Consumer;

/**
 * A way from a call to a tracer.
 *
 * @param name short
 * @param hits how often tracers are called for one call of the function
 * @param setup registers the tracers
 */
public record CallRoute(String name, int hits, Consumer<Bench> setup) {
    void attach(Bench bench) {
        setup.accept(bench);
    }

    @Override
    public String toString() {
        return name;
    }
}
