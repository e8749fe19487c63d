package org.jftrace.bpf;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.bpf.image.LinkGate;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.arch.image.FunctionModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded program; Linux: {@code struct bpf_prog}. On each CPU it runs once at a time: if it is called while it is running
 * there, that call is missed, and counted.
 */
public final class BpfProgram {
    private static final Logger LOG = LoggerFactory.getLogger(BpfProgram.class);

    private final Bpf owner;
    private final String name;
    private final AttachType type;
    private final boolean sleepable;
    private final long stub;
    private final BpfCallback callback;
    private final boolean[] active;
    private final LongAdder runs = new LongAdder();
    private final LongAdder missed = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final AtomicBoolean logged = new AtomicBoolean();

    private BpfProgram(Builder builder, long stub, BpfCallback callback) {
        this.owner = builder.owner;
        this.name = builder.name;
        this.type = builder.type;
        this.sleepable = builder.sleepable;
        this.stub = stub;
        this.callback = callback;
        this.active = new boolean[STRIDE * builder.owner.cpus()];
    }

    /** Keeps the marks of two CPUs out of one cache line. */
    private static final int STRIDE = 128;

    /**
     * Returns the name.
     *
     * @return for reports
     */
    public String name() {
        return name;
    }

    /**
     * Returns where it runs.
     *
     * @return as it was loaded
     */
    public AttachType type() {
        return type;
    }

    /**
     * Tells whether it may sleep; then nobody but those who detach or update it waits for it.
     *
     * @return as it was loaded
     */
    public boolean isSleepable() {
        return sleepable;
    }

    /**
     * Counts how often it ran; Linux: {@code run_cnt}, which is kept only with statistics on.
     *
     * @return how often it was called and not missed
     */
    public long runCount() {
        return runs.sum();
    }

    /**
     * Counts how long it ran while {@linkplain Bpf#setStatsEnabled statistics} were on; Linux: {@code run_time_ns}.
     *
     * @return nanoseconds
     */
    public long runTime() {
        return nanos.sum();
    }

    /**
     * Counts the calls that were missed because it was running on that CPU already; Linux: {@code recursion_misses}.
     *
     * @return how often
     */
    public long missed() {
        return missed.sum();
    }

    /**
     * Counts how often it ended with an exception.
     *
     * @return how often
     */
    public long errors() {
        return errors.sum();
    }

    boolean belongsTo(Bpf bpf) {
        return owner == bpf;
    }

    /** The code in front of it, 0 if it has none. */
    long stub() {
        return stub;
    }

    /** Where it runs on a function of this shape. */
    LinkGate.Place place(FunctionModel model) {
        return switch (type) {
            case FENTRY -> LinkGate.Place.FENTRY;
            case FEXIT -> LinkGate.Place.FEXIT;
            case FMOD_RET -> LinkGate.Place.FMOD_RET;
            case LSM -> model.result() == 0 ? LinkGate.Place.FEXIT : LinkGate.Place.FMOD_RET;
            case KPROBE_MULTI, KRETPROBE_MULTI ->
                throw new FtraceException(Errno.EINVAL, this + " can be attached as a kprobe only");
        };
    }

    /** Whether something else than an image can run it. */
    boolean isSimple() {
        return !sleepable && stub == 0;
    }

    long run(GuestCpu cpu, BpfContext context) {
        int mark = STRIDE * cpu.id();
        if (active[mark]) {
            missed.increment();
            return 0;
        }
        active[mark] = true;
        long start = owner.statsEnabled() ? System.nanoTime() : 0;
        try {
            runs.increment();
            return callback.run(context);
        } catch (StackOverflowError thrown) {
            return failed(thrown, context);
        } catch (VirtualMachineError fatal) {
            throw fatal;
        } catch (Throwable thrown) {
            return failed(thrown, context);
        } finally {
            if (start != 0) {
                nanos.add(System.nanoTime() - start);
            }
            active[mark] = false;
        }
    }

    private long failed(Throwable thrown, BpfContext context) {
        errors.increment();
        if (logged.compareAndSet(false, true)) {
            LOG.error(
                    "program {} failed at 0x{}; further failures are only counted",
                    name,
                    Long.toHexString(context.ip()),
                    thrown);
        }
        return 0;
    }

    @Override
    public String toString() {
        return name + "(" + type + ")";
    }

    /** Collects what a program is. Not safe for use by several threads. */
    public static final class Builder {
        private final Bpf owner;
        private final String name;
        private final AttachType type;
        private boolean sleepable;
        private boolean traceable;

        Builder(Bpf owner, String name, AttachType type) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("the name of a program must not be blank: \"" + name + "\"");
            }
            this.owner = owner;
            this.name = name;
            this.type = type;
        }

        /**
         * Lets the program sleep; Linux: {@code BPF_F_SLEEPABLE}.
         *
         * @return this builder
         */
        public Builder sleepable() {
            sleepable = true;
            return this;
        }

        /**
         * Gives the program a call site of its own, so that other programs can be attached to it. A call of it takes six
         * instructions more.
         *
         * @return this builder
         */
        public Builder traceable() {
            traceable = true;
            return this;
        }

        /**
         * Loads the program; Linux: {@code BPF_PROG_LOAD}.
         *
         * @param callback its body
         * @return a program that is attached nowhere
         * @throws org.jftrace.FtraceException {@link org.jftrace.Errno#ENOMEM} if it is traceable and guest memory is used up,
         *     {@link org.jftrace.Errno#ENODEV} if the machine is closed
         */
        public BpfProgram load(BpfCallback callback) {
            return new BpfProgram(this, traceable ? owner.generateStub() : 0, callback);
        }
    }
}
