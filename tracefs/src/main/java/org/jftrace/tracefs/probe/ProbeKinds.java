package org.jftrace.tracefs.probe;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.tracefs.file.Numbers;
import org.jspecify.annotations.Nullable;

/** What the commands mean: which kind of probe, and what it does when it is hit. */
final class ProbeKinds {
    private final ProbeActions actions;
    private final Events events = new Events();

    /**
     * A command as it was given.
     *
     * @param kind counted and uncounted ones are of different kinds
     * @param entries makes what each function gets; reads the count, so it may refuse
     */
    record Command(String kind, Supplier<Supplier<ProbeEntry>> entries) {}

    ProbeKinds(ProbeActions actions) {
        this.actions = actions;
    }

    /**
     * Reads a command.
     *
     * @throws FtraceException EINVAL if there is no such command or event
     */
    Command read(String name, @Nullable String parameter) {
        String kind = parameter == null ? name : name + " counted";
        boolean counted = parameter != null;
        return switch (name) {
            case "traceon", "traceoff" ->
                counting(kind, parameter, count -> new Switch(name, counted, count, name.equals("traceon")));
            case "stacktrace" -> counting(kind, parameter, count -> new Stack(counted, count));
            case "snapshot" -> counting(kind, parameter, count -> new Once(name, counted, count, actions::snapshot));
            case "dump" -> counting(name, "1", count -> new Once(name, true, count, actions::dump));
            case "cpudump" -> counting(name, "1", count -> new Once(name, false, count, actions::dump));
            case "enable_event", "disable_event" -> event(name, parameter);
            default -> throw new FtraceException(Errno.EINVAL, "there is no command \"" + name + "\"");
        };
    }

    private interface Maker {
        ProbeEntry make(long count);
    }

    /** Each function has a count of its own. */
    private static Command counting(String kind, @Nullable String parameter, Maker maker) {
        return new Command(kind, () -> {
            String number = parameter == null ? "" : firstOf(parameter);
            long count = number.isEmpty() ? ProbeEntry.UNLIMITED : Numbers.unsigned(number, 0);
            return () -> maker.make(count);
        });
    }

    private static String firstOf(String parameters) {
        return parameters.split(":", -1)[0];
    }

    /** All functions of one command have one count together. */
    private Command event(String name, @Nullable String parameter) {
        String[] parts = parameter == null ? new String[0] : parameter.split(":", 4);
        Optional<AtomicBoolean> held = parts.length < 2 ? Optional.empty() : events.find(parts[0] + ":" + parts[1]);
        AtomicBoolean hold = held.orElseThrow(
                () -> new FtraceException(Errno.EINVAL, name + ": there is no event \"" + parameter + "\""));
        boolean counted = parts.length > 2;
        return new Command(counted ? name + " counted" : name, () -> {
            long count = counted ? Numbers.unsigned(parts[2], 0) : ProbeEntry.UNLIMITED;
            String label = name + ":" + parts[0] + ":" + parts[1];
            ProbeEntry shared = new Event(label, count, hold, name.equals("enable_event"));
            return () -> shared;
        });
    }

    /** Counts only what changes something, as the kernel does. */
    private final class Switch extends ProbeEntry {
        private final boolean counted;
        private final boolean on;

        Switch(String label, boolean counted, long count, boolean on) {
            super(label, counted, count);
            this.counted = counted;
            this.on = on;
        }

        @Override
        void hit(long ip, long parentIp) {
            if (actions.isTracing() != on && (!counted || use())) {
                actions.setTracing(on);
            }
        }
    }

    private final class Stack extends ProbeEntry {
        Stack(boolean counted, long count) {
            super("stacktrace", counted, count);
        }

        @Override
        void hit(long ip, long parentIp) {
            if (left() == UNLIMITED || use()) {
                actions.traceStack();
            }
        }
    }

    private static final class Once extends ProbeEntry {
        private final boolean counted;
        private final Runnable action;

        Once(String label, boolean counted, long count, Runnable action) {
            super(label, counted, count);
            this.counted = counted;
            this.action = action;
        }

        @Override
        void hit(long ip, long parentIp) {
            if (!counted || use()) {
                action.run();
            }
        }
    }

    private static final class Event extends ProbeEntry {
        private final AtomicBoolean held;
        private final boolean enable;

        Event(String label, long count, AtomicBoolean held, boolean enable) {
            super(label, count != UNLIMITED, count);
            this.held = held;
            this.enable = enable;
        }

        @Override
        void hit(long ip, long parentIp) {
            boolean changes = held.get() == enable;
            if (changes && (left() == UNLIMITED || use())) {
                held.set(!enable);
            }
        }
    }
}
