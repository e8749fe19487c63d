package org.jftrace.fprobe;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The description of a probe; the kernel's {@code struct fprobe}. Immutable; may be registered any number of times. */
public final class Fprobe {
    private final String name;
    private final @Nullable EntryHandler entry;
    private final @Nullable ExitHandler exit;
    private final int words;
    private final int maxActive;
    private final boolean shared;

    private Fprobe(Builder builder) {
        this.name = builder.name;
        this.entry = builder.entry;
        this.exit = builder.exit;
        this.words = builder.words;
        this.maxActive = builder.maxActive;
        this.shared = builder.shared;
    }

    /**
     * Starts a description.
     *
     * @param name for reports; not blank
     * @return a builder
     * @throws IllegalArgumentException if the name is blank
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

    @Nullable
    EntryHandler entry() {
        return entry;
    }

    @Nullable
    ExitHandler exit() {
        return exit;
    }

    int words() {
        return words;
    }

    /** 0 for the default. */
    int maxActive() {
        return maxActive;
    }

    boolean isShared() {
        return shared;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects a description. Not safe for use by several threads. */
    public static final class Builder {
        private final String name;
        private @Nullable EntryHandler entry;
        private @Nullable ExitHandler exit;
        private int words;
        private int maxActive;
        private boolean shared;

        private Builder(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("the name of an fprobe must not be blank: \"" + name + "\"");
            }
            this.name = name;
        }

        /**
         * Sets what is called before the function.
         *
         * @param handler replaces the one set before
         * @return this builder
         */
        public Builder entry(EntryHandler handler) {
            entry = Objects.requireNonNull(handler);
            return this;
        }

        /**
         * Sets what is called after the function.
         *
         * @param handler replaces the one set before
         * @return this builder
         */
        public Builder exit(ExitHandler handler) {
            exit = Objects.requireNonNull(handler);
            return this;
        }

        /**
         * Sets how much data a call hands from entry to exit; the kernel's {@code entry_data_size}.
         *
         * @param words in 64-bit words, 0 at first
         * @return this builder
         */
        public Builder data(int words) {
            this.words = words;
            return this;
        }

        /**
         * Sets how many calls can be under way with an exit to be handled; more are missed. The kernel's {@code
         * nr_maxactive}.
         *
         * @param calls at least 1; otherwise twice the number of functions for each CPU
         * @return this builder
         */
        public Builder maxActive(int calls) {
            maxActive = calls;
            return this;
        }

        /**
         * Keeps the probe from running while a kretprobe or another shared probe runs on the task; such calls are missed. The
         * kernel's {@code FPROBE_FL_KPROBE_SHARED}.
         *
         * @return this builder
         */
        public Builder sharedWithKprobes() {
            shared = true;
            return this;
        }

        /**
         * Makes the description.
         *
         * @return immutable
         * @throws IllegalStateException if there is neither an entry nor an exit handler
         */
        public Fprobe build() {
            if (entry == null && exit == null) {
                throw new IllegalStateException("fprobe " + name + " has neither an entry nor an exit handler");
            }
            return new Fprobe(this);
        }
    }
}
