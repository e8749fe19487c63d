package org.jftrace.rethook.kretprobe;

import java.util.Objects;
import org.jftrace.Filter;
import org.jspecify.annotations.Nullable;

/** The description of a probe on the return of functions; the kernel's {@code struct kretprobe}. Immutable. */
public final class Kretprobe {
    private final String name;
    private final Filter filter;
    private final @Nullable KretprobeHandler entry;
    private final KretprobeHandler handler;
    private final int maxActive;
    private final int words;

    private Kretprobe(Builder builder, KretprobeHandler handler) {
        this.name = builder.name;
        this.filter = builder.filter;
        this.entry = builder.entry;
        this.handler = handler;
        this.maxActive = builder.maxActive;
        this.words = builder.words;
    }

    /**
     * Starts a description.
     *
     * @param name for reports; not blank
     * @param filter which functions
     * @return a builder
     */
    public static Builder builder(String name, Filter filter) {
        return new Builder(name, filter);
    }

    String name() {
        return name;
    }

    Filter filter() {
        return filter;
    }

    @Nullable
    KretprobeHandler entry() {
        return entry;
    }

    KretprobeHandler handler() {
        return handler;
    }

    /** 0 for the default. */
    int maxActive() {
        return maxActive;
    }

    int words() {
        return words;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects a description. Not safe for use by several threads. */
    public static final class Builder {
        private final String name;
        private final Filter filter;
        private @Nullable KretprobeHandler entry;
        private int maxActive;
        private int words;

        private Builder(String name, Filter filter) {
            this.name = Objects.requireNonNull(name);
            this.filter = Objects.requireNonNull(filter);
        }

        /**
         * Sets what is called before the function.
         *
         * @param handler answers 0 to have the return handled
         * @return this builder
         */
        public Builder entry(KretprobeHandler handler) {
            entry = handler;
            return this;
        }

        /**
         * Sets how many calls can be under way; more are missed.
         *
         * @param calls at least 1; otherwise the larger of 10 and twice the number of CPUs, as in Linux
         * @return this builder
         */
        public Builder maxActive(int calls) {
            maxActive = calls;
            return this;
        }

        /**
         * Sets how much data a call has.
         *
         * @param words in 64-bit words, 0 at first
         * @return this builder
         */
        public Builder data(int words) {
            this.words = words;
            return this;
        }

        /**
         * Makes the description.
         *
         * @param handler is called when the function returns
         * @return immutable
         */
        public Kretprobe handler(KretprobeHandler handler) {
            return new Kretprobe(this, handler);
        }
    }
}
