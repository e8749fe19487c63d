package org.jftrace;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * The description of a tracer: which callback, on which functions, how; the kernel's {@code struct ftrace_ops}. It is
 * immutable, so what is registered cannot change behind the core's back; whether and where it is registered is the
 * matter of {@link Registration}. One description may be registered with several machines, but only once with each.
 *
 * <p>Two descriptions are never equal unless they are the same object.
 */
public final class FtraceOps {
    private final String name;
    private final String func;
    private final FtraceCallback callback;
    private final Filter filter;
    private final Set<OpsFlag> flags;

    private FtraceOps(Builder builder, FtraceCallback callback) {
        this.name = builder.name;
        this.func = builder.func;
        this.callback = callback;
        this.filter = builder.filter;
        this.flags = Set.copyOf(builder.flags);
    }

    /**
     * Describes a tracer of the functions that a filter selects, protected against recursion.
     *
     * @param name what it is called in reports
     * @param filter which functions
     * @param callback what runs on entry
     * @return the description
     */
    public static FtraceOps of(String name, Filter filter, FtraceCallback callback) {
        return builder(name)
                .filter(filter)
                .flags(OpsFlag.RECURSION)
                .callback(callback)
                .build();
    }

    /**
     * Starts a description that selects every function and has no flags.
     *
     * @param name what it is called in reports; not blank
     * @return a builder
     * @throws IllegalArgumentException if the name is blank
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * Returns the name for reports. If the machine's image reserves a place of that name
     * ({@link org.jftrace.spi.SymbolTable#reserved}), the handle of the ops is made there.
     *
     * @return not blank
     */
    public String name() {
        return name;
    }

    /**
     * Returns the name of the callback for reports; the symbol that the kernel prints for {@code ops->func}.
     *
     * @return the name of the ops unless another was set
     */
    public String func() {
        return func;
    }

    /**
     * Returns what runs on entry.
     *
     * @return never null
     */
    public FtraceCallback callback() {
        return callback;
    }

    /**
     * Returns the filter it is registered with; {@link Registration#filter()} tells the one in force.
     *
     * @return never null
     */
    public Filter filter() {
        return filter;
    }

    /**
     * Returns the flags.
     *
     * @return unmodifiable
     */
    public Set<OpsFlag> flags() {
        return flags;
    }

    @Override
    public String toString() {
        return name + "(" + filter + (flags.isEmpty() ? "" : ", " + EnumSet.copyOf(flags)) + ")";
    }

    /** Collects a description. Not safe for use by several threads. */
    public static final class Builder {
        private final String name;
        private final Set<OpsFlag> flags = EnumSet.noneOf(OpsFlag.class);
        private Filter filter = Filter.all();
        private String func;
        private @org.jspecify.annotations.Nullable FtraceCallback callback;

        private Builder(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("the name of an ops must not be blank: \"" + name + "\"");
            }
            this.name = name;
            this.func = name;
        }

        /**
         * Names the callback for reports.
         *
         * @param name such as {@code function_trace_call}
         * @return this builder
         */
        public Builder func(String name) {
            this.func = Objects.requireNonNull(name);
            return this;
        }

        /**
         * Sets which functions are traced.
         *
         * @param filter replaces the one set before
         * @return this builder
         */
        public Builder filter(Filter filter) {
            this.filter = Objects.requireNonNull(filter);
            return this;
        }

        /**
         * Adds flags.
         *
         * @param flags added to those set before
         * @return this builder
         */
        public Builder flags(OpsFlag... flags) {
            this.flags.addAll(Set.of(flags));
            return this;
        }

        /**
         * Sets what runs on entry.
         *
         * @param callback replaces the one set before
         * @return this builder
         */
        public Builder callback(FtraceCallback callback) {
            this.callback = Objects.requireNonNull(callback);
            return this;
        }

        /**
         * Makes the description.
         *
         * @return immutable
         * @throws IllegalStateException if no callback was set
         */
        public FtraceOps build() {
            if (callback == null) {
                throw new IllegalStateException("ops \"" + name + "\" has no callback");
            }
            return new FtraceOps(this, callback);
        }
    }
}
