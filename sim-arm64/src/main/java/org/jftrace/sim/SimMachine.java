package org.jftrace.sim;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jftrace.sim.elf.BadElfException;
import org.jftrace.sim.elf.ElfProgram;
import org.jftrace.sim.elf.LoadedProgram;
import org.jftrace.sim.memory.GuestMemory;
import org.jftrace.sim.os.Cluster;
import org.jftrace.sim.os.GateTable;
import org.jftrace.sim.os.GuestClock;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.MachineClosedException;
import org.jftrace.spi.SymbolTable;

/**
 * The reference machine: executes a static AArch64 ELF program of Linux on one or more CPUs, each on a Java thread of its
 * own.
 *
 * <pre>{@code
 * try (SimMachine machine = SimMachine.load(Path.of("samples/guest/vfs.elf"))) {
 *     System.exit(machine.run());
 * }
 * }</pre>
 *
 * <p>CPU 0 begins at the program's entry. Before that the number of CPUs is written into its 64-bit variable {@code
 * smp_cpus}, if there is one, and the other CPUs begin at {@code secondary_start}, if there is one, with their number in
 * x0; if not, they never run. Each has a stack of 1 MiB.
 *
 * <p>System calls: {@code write} to file descriptors 1 and 2, {@code exit} (of one CPU), {@code exit_group}, {@code
 * getpid}, {@code gettid}, {@code clock_gettime}, {@code sched_yield}; all others give ENOSYS and are logged once each.
 *
 * <p>All methods may be called from any thread, those that wait or run guest code not from within a host call unless
 * {@link Machine} says so.
 */
public final class SimMachine implements Machine, AutoCloseable {
    private static final String CPU_COUNT = "smp_cpus";
    private static final String SECONDARY_START = "secondary_start";
    /** Where Linux begins to look for a place for a program that runs anywhere: two thirds of 48 bits. */
    private static final long PIE_BIAS = 0xaaaa_aaaa_0000L;

    private final GuestMemory memory = new GuestMemory();
    private final GateTable gates = new GateTable();
    private final LoadedProgram program;
    private final Cluster cluster;
    private final FaultReport faults;
    private final int takingPart;
    private volatile boolean closed;

    private SimMachine(ElfProgram elf, Builder builder) throws BadElfException {
        memory.reserve(GateTable.ADDRESSES);
        try {
            program = elf.load(memory, elf.positionIndependent() ? PIE_BIAS : 0);
            cluster = new Cluster(
                    new Cluster.Surroundings(elf.name(), memory, gates, builder.stdout, builder.stderr, builder.clock),
                    builder.cpus);
        } catch (IllegalArgumentException | OutOfMemoryError e) {
            // A file can ask for more than there is, and it is a file that comes from anywhere.
            throw new BadElfException(elf.file(), "does not fit into memory: " + e.getMessage(), e);
        }
        faults = new FaultReport(program.symbols());
        takingPart = prepareCpus(elf.file());
    }

    private int prepareCpus(String file) throws BadElfException {
        cluster.prepare(0, program.entry());
        OptionalLong secondary = program.address(SECONDARY_START);
        if (secondary.isEmpty()) {
            return 1;
        }
        for (int id = 1; id < cluster.size(); id++) {
            cluster.prepare(id, secondary.getAsLong());
        }
        OptionalLong count = program.address(CPU_COUNT);
        if (count.isPresent()) {
            try {
                memory.writeLong(count.getAsLong(), cluster.size());
            } catch (RuntimeException e) {
                throw new BadElfException(file, "its variable " + CPU_COUNT + ": " + e.getMessage(), e);
            }
        }
        return cluster.size();
    }

    /**
     * Loads a program for one CPU; what it writes goes to {@link System#out} and {@link System#err} as they are now.
     *
     * @param elf static, ET_EXEC or ET_DYN
     * @return ready to run
     * @throws IOException if the file cannot be read, or is not such a program; the message names the file and the value
     *     that is wrong
     */
    public static SimMachine load(Path elf) throws IOException {
        return builder(elf).build();
    }

    /**
     * Starts a description.
     *
     * @param elf static, ET_EXEC or ET_DYN; not read before {@link Builder#build}
     * @return a builder
     */
    public static Builder builder(Path elf) {
        return new Builder(elf);
    }

    /**
     * Runs the program and waits for its end: {@link #start}, then {@link #join}.
     *
     * @return its exit code, 0 to 255
     * @throws GuestFault if a CPU did what it may not do, or a host call threw
     */
    public int run() {
        start();
        return join();
    }

    /**
     * Starts the program, each CPU on a daemon thread of its own. A machine runs its program once.
     *
     * @throws IllegalStateException if it was started before, or CPU 0 is in a {@link #call}
     * @throws MachineClosedException if the machine is closed
     */
    public void start() {
        checkOpen("start");
        cluster.start(takingPart, faults::of);
    }

    /**
     * Tells whether the program has been started and has not ended.
     *
     * @return true while one of its CPUs runs
     */
    public boolean isRunning() {
        return cluster.isRunning();
    }

    /**
     * Waits for the end of the program; an interrupt does not end the wait, and is kept. The program ends with {@code
     * exit_group}, or with {@code exit} on the last CPU.
     *
     * @return the exit code, 0 to 255; after {@code exit} that of CPU 0
     * @throws GuestFault if a CPU did what it may not do, or a host call threw; all CPUs have been stopped
     * @throws IllegalStateException if the program was not started, or a CPU runs on the calling thread
     * @throws MachineClosedException if the machine was closed before the program ended
     */
    public int join() {
        Integer status = cluster.join();
        if (status == null) {
            throw new MachineClosedException(program.name() + " was closed before it ended");
        }
        return status;
    }

    /**
     * Calls a guest function on CPU 0, executed by the calling thread, before the program runs or after it has ended.
     * Everything it does is the same each time. The stack is empty; all registers are restored afterwards.
     *
     * @param address of its first instruction
     * @param arguments for x0 to x7; the other registers are 0
     * @return x0
     * @throws GuestFault if the CPU did what it may not do, or a host call threw
     * @throws IllegalStateException if CPU 0 is running, or the function called {@code exit}
     * @throws MachineClosedException if the machine is closed, or was before the function returned
     */
    public long call(long address, long... arguments) {
        return cluster.call(address, arguments, faults::of);
    }

    /**
     * Calls a guest function by name.
     *
     * @param function its symbol
     * @param arguments as for {@link #call(long, long...)}
     * @return x0
     * @throws IllegalArgumentException if there is no such function
     */
    public long call(String function, long... arguments) {
        SymbolTable.Symbol symbol = symbols()
                .named(function)
                .orElseThrow(() -> new IllegalArgumentException(
                        program.name() + " has no function " + function + ", " + symbols()));
        return call(symbol.address(), arguments);
    }

    /**
     * Executes one instruction of CPU 0, or the host call that it stands at, on the calling thread. For debuggers, which
     * may set its registers while it does not run.
     *
     * @throws GuestFault as {@link #call} does
     * @throws IllegalStateException as {@link #call} does
     */
    public void step() {
        cluster.step(faults::of);
    }

    /**
     * Returns a CPU.
     *
     * @param id 0 to {@link #maxCpus()} - 1
     * @return always the same object; to be touched only while the CPU does not run
     */
    public GuestCpu cpu(int id) {
        return cluster.cpu(checkId(id));
    }

    /**
     * Returns how many instructions have been executed. Host calls are none.
     *
     * @return by all CPUs together; of those that are running it may lag behind
     */
    public long instructions() {
        long sum = 0;
        for (int id = 0; id < cluster.size(); id++) {
            sum += instructions(id);
        }
        return sum;
    }

    /**
     * Returns how many instructions one CPU has executed.
     *
     * @param id 0 to {@link #maxCpus()} - 1
     * @return exact if the CPU is not running
     */
    public long instructions(int id) {
        return cluster.cpu(checkId(id)).instructions();
    }

    private int checkId(int id) {
        if (id < 0 || id >= cluster.size()) {
            throw new IllegalArgumentException("cpu " + id + " must be 0 to " + (cluster.size() - 1));
        }
        return id;
    }

    /**
     * Finds a function or a variable of the program.
     *
     * @param symbol its name
     * @return its address, or empty
     */
    public OptionalLong address(String symbol) {
        return program.address(symbol);
    }

    @Override
    public CodeMemory memory() {
        return memory;
    }

    @Override
    public SymbolTable symbols() {
        return program.symbols();
    }

    @Override
    public int maxCpus() {
        return cluster.size();
    }

    @Override
    public long mapHostCall(HostCall call) {
        checkOpen("map a host call");
        return gates.map(call);
    }

    @Override
    public void unmapHostCall(long gate) {
        gates.unmap(gate);
    }

    @Override
    public void synchronizeCpus() {
        cluster.synchronizeCpus();
    }

    @Override
    public void awaitQuiescence(List<AddressRange> ranges) {
        cluster.awaitQuiescence(ranges);
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    private void checkOpen(String what) {
        if (closed) {
            throw new MachineClosedException(program.name() + " is closed: cannot " + what);
        }
    }

    /**
     * Stops the CPUs at their next instruction, or when their host calls return, and waits for that; a CPU whose host
     * call is running on the calling thread is not waited for. Registers and memory can still be read.
     */
    @Override
    public void close() {
        closed = true;
        cluster.stop();
        memory.close();
    }

    /** Describes a machine. Not safe for use by several threads. */
    public static final class Builder {
        private static final int MOST_CPUS = 256;

        private final Path elf;
        private int cpus = 1;
        private OutputStream stdout = System.out;
        private OutputStream stderr = System.err;
        private GuestClock clock = GuestClock.system();

        private Builder(Path elf) {
            this.elf = elf;
        }

        /**
         * Sets how many CPUs there are; 1 if not called.
         *
         * @param count 1 to 256
         * @return this builder
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder cpus(int count) {
            if (count < 1 || count > MOST_CPUS) {
                throw new IllegalArgumentException("cpus " + count + " must be 1 to " + MOST_CPUS);
            }
            cpus = count;
            return this;
        }

        /**
         * Sets where file descriptor 1 goes; {@link System#out} if not called.
         *
         * @param stream written to and flushed once for each {@code write}, under its own monitor; not closed
         * @return this builder
         */
        public Builder stdout(OutputStream stream) {
            stdout = stream;
            return this;
        }

        /**
         * Sets where file descriptor 2 goes; {@link System#err} if not called.
         *
         * @param stream as for {@link #stdout}
         * @return this builder
         */
        public Builder stderr(OutputStream stream) {
            stderr = stream;
            return this;
        }

        /**
         * Sets the time that the guest sees, as {@code clock_gettime} of any clock and as CNTVCT_EL0; that of this
         * computer if not called.
         *
         * @param nanoseconds never less than before; called by the CPUs' threads
         * @return this builder
         */
        public Builder clock(LongSupplier nanoseconds) {
            clock = new GuestClock(nanoseconds, nanoseconds);
            return this;
        }

        /**
         * Loads the program.
         *
         * @return ready to run
         * @throws IOException if the file cannot be read, or is not a program for this machine
         */
        public SimMachine build() throws IOException {
            return new SimMachine(ElfProgram.read(elf), this);
        }
    }
}
