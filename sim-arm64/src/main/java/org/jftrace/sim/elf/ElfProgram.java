package org.jftrace.sim.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jftrace.sim.elf.DynamicSection.Relative;
import org.jftrace.sim.memory.GuestMemory;
import org.jftrace.spi.SymbolTable;

/** A static program, read and checked, not yet in memory. Immutable. */
public final class ElfProgram {
    private final ElfHeaders headers;
    private final ElfSymbols symbols;
    private final List<Relative> relocations;

    private ElfProgram(ElfHeaders headers) throws BadElfException {
        this.headers = headers;
        this.symbols = new ElfSymbols(headers);
        this.relocations = DynamicSection.relocations(headers);
    }

    /**
     * Reads a file.
     *
     * @param file static, ET_EXEC or ET_DYN
     * @return the program
     * @throws IOException if it cannot be read; a {@link BadElfException} if it is not such a program
     */
    public static ElfProgram read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new BadElfException(file.toString(), "is a folder");
        }
        return parse(file.toString(), Files.readAllBytes(file));
    }

    /**
     * Reads a file that is in memory.
     *
     * @param name for messages, and without its folders for the name of the task
     * @param bytes the file
     * @return the program
     * @throws BadElfException if it is not a static program for AArch64
     */
    public static ElfProgram parse(String name, byte[] bytes) throws BadElfException {
        return new ElfProgram(new ElfHeaders(name, bytes.clone()));
    }

    /**
     * Returns where it was read from.
     *
     * @return the file's name as it was given
     */
    public String file() {
        return headers.file;
    }

    /**
     * Returns the name.
     *
     * @return the file's, without its folder
     */
    public String name() {
        return headers.file.substring(headers.file.lastIndexOf('/') + 1);
    }

    /**
     * Tells whether the program runs at any address (ET_DYN).
     *
     * @return false if it must be loaded with bias 0
     */
    public boolean positionIndependent() {
        return headers.relocatable();
    }

    /**
     * Maps the segments, fills them and applies the relocations.
     *
     * @param memory nothing runs in it yet
     * @param bias is added to every address: 0 for ET_EXEC, a multiple of 64 KiB for ET_DYN
     * @return where things are
     * @throws IllegalArgumentException if the bias does not suit the program, or the place is taken
     */
    public LoadedProgram load(GuestMemory memory, long bias) {
        if (positionIndependent() ? (bias & 0xffff) != 0 : bias != 0) {
            throw new IllegalArgumentException(name() + ": load bias 0x" + Long.toHexString(bias));
        }
        for (Segment segment : headers.segments) {
            String name = name() + (segment.executable() ? " text" : " data");
            long size = segment.endPage() - segment.firstPage();
            memory.map(name, segment.firstPage() + bias, size, segment.protection());
            memory.load(segment.address() + bias, headers.bytes, segment.fileOffset(), segment.fileSize());
        }
        for (Relative relocation : relocations) {
            memory.load(relocation.offset() + bias, doubleword(relocation.addend() + bias), 0, Long.BYTES);
        }
        Map<String, Long> addresses = new HashMap<>(symbols.addresses);
        addresses.replaceAll((name, address) -> address + bias);
        return new LoadedProgram(name(), headers.elf.e_entry + bias, symbolTable(bias), addresses);
    }

    private SymbolTable symbolTable(long bias) {
        SymbolTable.Builder table = SymbolTable.builder("");
        for (SymbolTable.Symbol function : symbols.functions) {
            table.function(function.name(), function.address() + bias, function.size());
        }
        Map<Long, Long> relocated = new HashMap<>();
        for (Relative relocation : relocations) {
            relocated.put(relocation.offset(), relocation.addend());
        }
        for (ElfSymbols.SiteEntry entry : symbols.sites) {
            table.patchableEntries(relocated.getOrDefault(entry.place(), entry.value()) + bias);
        }
        return table.build();
    }

    private static byte[] doubleword(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0, value)
                .array();
    }
}
