package org.jftrace.cli.sh.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jftrace.Errno;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.image.KernelImage;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.ArchPort;

/** The text of a recorded kernel, with its modules loaded. */
public final class KernelTarget implements Target {
    private static final String FUNCTIONS = "F.tsv";

    private final KernelImage image;
    private final ArchPort arch;
    private final Ftrace ftrace;
    private final Optional<String> functions;

    private KernelTarget(KernelImage image, Optional<String> functions) {
        this.image = image;
        this.functions = functions;
        arch = Arm64Port.on(image);
        ftrace = FtraceCore.open(image, arch);
        image.modules().forEach(module -> ftrace.modules().load(image.mapModule(module.module())));
    }

    /**
     * Reads a recording.
     *
     * @param directory has {@code sites.tsv.gz}, {@code symbols.tsv}, {@code modules.txt} and maybe {@code F.tsv}
     * @throws IOException if a file cannot be read or understood
     */
    public static KernelTarget load(Path directory) throws IOException {
        return new KernelTarget(KernelImage.load(directory), functions(directory.resolve(FUNCTIONS)));
    }

    private static Optional<String> functions(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(Files.readAllLines(file).stream()
                .skip(1)
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\t", -1)[0] + "\n")
                .collect(Collectors.joining()));
    }

    @Override
    public Machine machine() {
        return image;
    }

    @Override
    public Ftrace ftrace() {
        return ftrace;
    }

    @Override
    public ArchPort arch() {
        return arch;
    }

    @Override
    public Optional<String> functions() {
        return functions;
    }

    @Override
    public SymbolTable mapModule(String name) {
        return image.mapModule(name);
    }

    @Override
    public void unmapModule(String name) {
        image.unmapModule(name);
    }

    @Override
    public long call(String symbol, long... arguments) {
        throw new FtraceException(Errno.ENOSYS, "the text of a kernel is not executed: cannot call " + symbol);
    }

    @Override
    public void close() {
        ftrace.close();
        image.close();
    }
}
