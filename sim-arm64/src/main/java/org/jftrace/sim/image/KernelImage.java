package org.jftrace.sim.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.MachineClosedException;
import org.jftrace.spi.SymbolTable;

/**
 * The text of a kernel and its modules, as recorded: every call site as the compiler left it, ftrace's own symbols where
 * that kernel has them. Its CPU executes nothing; a gate is an address and no more.
 *
 * <p>Modules are known from the start, but in memory only between {@link #mapModule} and {@link #unmapModule}.
 */
public final class KernelImage implements Machine, AutoCloseable {
    private static final int NOP = 0xd503201f;
    private static final AddressRange DATA = AddressRange.ofSize(0xfff0_0000_0300_0000L, 1 << 20);
    private static final long CODE_SIZE = 0x2_0000;
    private static final long GATES = 0xffff_9000_0000_0000L;

    private final SparseMemory memory;
    private final SymbolTable symbols;
    private final Map<String, SymbolTable> modules = new LinkedHashMap<>();
    private final AtomicLong nextGate = new AtomicLong(GATES);
    private final AtomicLong synchronizations = new AtomicLong();
    private final Map<Long, HostCall> gates = new java.util.concurrent.ConcurrentHashMap<>();
    private volatile boolean closed;

    private KernelImage(Recording recording) {
        symbols = recording.mainImage();
        AddressRange text = recording.text();
        memory = new SparseMemory(AddressRange.ofSize(text.end(), CODE_SIZE), DATA);
        memory.mapRelease(new AddressRange(text.start(), text.end() + CODE_SIZE));
        memory.mapRelease(DATA);
        recording.dataPages().forEach(memory::mapRelease);
        compile(symbols);
        recording.modules().forEach(module -> modules.put(module.module(), module));
    }

    /**
     * Reads a recording.
     *
     * @param directory has {@code sites.tsv.gz}, {@code symbols.tsv} and {@code modules.txt}; and maybe {@code plts.tsv}, a
     *     module and the address of its PLT entry in each line
     * @return the image, with no module mapped
     * @throws IOException if a file cannot be read, or a line of it cannot be understood; names file and line
     */
    public static KernelImage load(Path directory) throws IOException {
        return new KernelImage(Recording.read(directory));
    }

    /** Four NOPs around the start of each function. */
    private void compile(SymbolTable table) {
        long nops = (NOP & 0xffff_ffffL) << 32 | (NOP & 0xffff_ffffL);
        for (long entry : table.patchableEntries()) {
            memory.patchLong(entry, nops);
            memory.patchLong(entry + 8, nops);
        }
    }

    /**
     * Returns the modules that are known, mapped or not.
     *
     * @return in the order of their loading when the recording was made
     */
    public List<SymbolTable> modules() {
        return List.copyOf(modules.values());
    }

    /**
     * Puts a module's code in memory.
     *
     * @param name of a module that is known and not mapped
     * @return its symbols, for {@link org.jftrace.Modules#load}
     * @throws FtraceException {@link Errno#ENOENT} if no such module is known
     */
    public SymbolTable mapModule(String name) {
        SymbolTable module = known(name);
        memory.mapRelease(Recording.mapping(module));
        compile(module);
        return module;
    }

    /**
     * Takes a module's code out of memory.
     *
     * @param name of a module that is mapped
     * @throws FtraceException {@link Errno#ENOENT} if no such module is known
     */
    public void unmapModule(String name) {
        memory.unmapRelease(Recording.mapping(known(name)));
    }

    private SymbolTable known(String name) {
        SymbolTable module = modules.get(name);
        if (module == null) {
            throw new FtraceException(Errno.ENOENT, "no module \"" + name + "\" among " + modules.keySet());
        }
        return module;
    }

    /**
     * Counts.
     *
     * @return how often all CPUs were synchronised
     */
    public long synchronizations() {
        return synchronizations.get();
    }

    @Override
    public CodeMemory memory() {
        return memory;
    }

    @Override
    public SymbolTable symbols() {
        return symbols;
    }

    @Override
    public int maxCpus() {
        return 1;
    }

    @Override
    public long mapHostCall(HostCall call) {
        if (closed) {
            throw new MachineClosedException("the kernel image is closed: cannot map a host call");
        }
        long gate = nextGate.getAndAdd(4);
        gates.put(gate, call);
        return gate;
    }

    @Override
    public void unmapHostCall(long gate) {
        if (gates.remove(gate) == null) {
            throw new IllegalArgumentException("0x" + Long.toHexString(gate) + " is not mapped");
        }
    }

    @Override
    public void synchronizeCpus() {
        synchronizations.incrementAndGet();
    }

    /** Nobody executes anything. */
    @Override
    public void awaitQuiescence(List<AddressRange> ranges) {}

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
