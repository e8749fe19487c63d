package org.jftrace.graph;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jftrace.Filter;
import org.jftrace.OpsFlag;

/** The description of a user of function graph; the kernel's {@code struct fgraph_ops}. Immutable. */
public final class GraphOps {
    private final String name;
    private final String func;
    private final Filter filter;
    private final int words;
    private final Set<OpsFlag> flags;
    private final GraphEntry entry;
    private final GraphReturn returned;

    private GraphOps(Builder builder, GraphEntry entry, GraphReturn returned) {
        this.name = builder.name;
        this.func = builder.func;
        this.filter = builder.filter;
        this.words = builder.words;
        this.flags = Set.copyOf(builder.flags);
        this.entry = entry;
        this.returned = returned;
    }

    /**
     * Starts a description that selects every function and keeps no data.
     *
     * @param name what it is called in reports; not blank
     * @return a builder
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * Returns the name.
     *
     * @return not blank
     */
    public String name() {
        return name;
    }

    /**
     * Returns the name of the entry handler for reports.
     *
     * @return the name of the ops unless another was set
     */
    public String func() {
        return func;
    }

    /**
     * Returns the filter it is registered with.
     *
     * @return never null
     */
    public Filter filter() {
        return filter;
    }

    /**
     * Returns how much data each call keeps.
     *
     * @return in 64-bit words
     */
    public int words() {
        return words;
    }

    /**
     * Returns the flags.
     *
     * @return unmodifiable
     */
    public Set<OpsFlag> flags() {
        return flags;
    }

    /**
     * Returns what is called on entry.
     *
     * @return never null
     */
    public GraphEntry entry() {
        return entry;
    }

    /**
     * Returns what is called on return.
     *
     * @return never null
     */
    public GraphReturn returned() {
        return returned;
    }

    @Override
    public String toString() {
        return name + "(" + filter + ")";
    }

    /** Collects a description. Not safe for use by several threads. */
    public static final class Builder {
        /** The most data that a call can keep; Linux: {@code FGRAPH_MAX_DATA_SIZE}, 32 words. */
        public static final int MAX_WORDS = 32;

        private final String name;
        private final Set<OpsFlag> flags = EnumSet.noneOf(OpsFlag.class);
        private String func;
        private Filter filter = Filter.all();
        private int words;

        private Builder(String name) {
            this.name = Objects.requireNonNull(name);
            this.func = name;
        }

        /**
         * Names the entry handler for reports.
         *
         * @param name such as {@code trace_graph_entry}
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
         * @param flags added to those set before; {@link OpsFlag#PID} to be limited to tasks
         * @return this builder
         */
        public Builder flags(OpsFlag... flags) {
            this.flags.addAll(Set.of(flags));
            return this;
        }

        /**
         * Sets how much data each call keeps.
         *
         * @param words in 64-bit words, 0 to {@value #MAX_WORDS}
         * @return this builder
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder data(int words) {
            if (words < 0 || words > MAX_WORDS) {
                throw new IllegalArgumentException(words + " words of data are not in 0 to " + MAX_WORDS);
            }
            this.words = words;
            return this;
        }

        /**
         * Makes the description.
         *
         * @param entry is called on entry
         * @param returned is called on return
         * @return immutable
         */
        public GraphOps handlers(GraphEntry entry, GraphReturn returned) {
            return new GraphOps(this, Objects.requireNonNull(entry), Objects.requireNonNull(returned));
        }
    }
}
