package org.jftrace.sim.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.fornwall.jelf.ElfSection;
import net.fornwall.jelf.ElfSectionHeader;
import net.fornwall.jelf.ElfSymbol;
import net.fornwall.jelf.ElfSymbolTableSection;
import org.jftrace.spi.SymbolTable;

/** The names of a program and its site tables. All addresses are without load bias. */
final class ElfSymbols {
    private static final String SITES = "__patchable_function_entries";
    private static final int SECTION_HEADER = 64;

    private final ElfHeaders headers;
    /** Functions in executable memory, in the order of the file. */
    final List<SymbolTable.Symbol> functions = new ArrayList<>();
    /** Functions and objects; a global one wins over local ones of its name. */
    final Map<String, Long> addresses = new LinkedHashMap<>();

    /**
     * An entry of a section {@code __patchable_function_entries}.
     *
     * @param place where the entry lies, 0 if it is not loaded
     * @param value what the file holds there; a relocation may be meant to overwrite it
     */
    record SiteEntry(long place, long value) {}

    final List<SiteEntry> sites = new ArrayList<>();

    ElfSymbols(ElfHeaders headers) throws BadElfException {
        this.headers = headers;
        try {
            readSections();
        } catch (RuntimeException e) {
            // What the parser throws on damaged tables is not specified.
            throw new BadElfException(headers.file, "damaged section table: " + e.getMessage(), e);
        }
    }

    private void readSections() throws BadElfException {
        int count = headers.elf.e_shnum & 0xffff;
        int names = headers.elf.e_shstrndx & 0xffff;
        if (count != 0 && names >= count) {
            throw headers.bad("e_shstrndx is " + names + ", there are " + count + " sections");
        }
        for (int i = 0; i < count; i++) {
            checkBounds(i);
        }
        for (int i = 0; i < count; i++) {
            ElfSection section = headers.elf.getSection(i);
            if (section instanceof ElfSymbolTableSection table
                    && section.header.sh_type == ElfSectionHeader.SHT_SYMTAB) {
                readSymbols(table);
            } else if (section.header.sh_type == ElfSectionHeader.SHT_PROGBITS
                    && SITES.equals(section.header.getName())) {
                readSites(section.header);
            }
        }
    }

    /** Before the parser sees the section: it may believe the size. */
    private void checkBounds(int index) throws BadElfException {
        ByteBuffer header = ByteBuffer.wrap(headers.bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = (int) headers.elf.e_shoff + index * SECTION_HEADER;
        int type = header.getInt(at + 4);
        long offset = header.getLong(at + 24);
        long size = header.getLong(at + 32);
        if (type != ElfSectionHeader.SHT_NOBITS && type != ElfSectionHeader.SHT_NULL && !headers.inFile(offset, size)) {
            throw headers.bad("truncated: section " + index + " of 0x" + Long.toHexString(size) + " bytes at 0x"
                    + Long.toHexString(offset) + " reaches beyond the end of the file at 0x"
                    + Integer.toHexString(headers.bytes.length));
        }
    }

    private void readSymbols(ElfSymbolTableSection table) {
        for (ElfSymbol symbol : table.symbols) {
            String name = symbol.getName();
            if (symbol.st_shndx == 0 || name == null || name.isEmpty()) {
                continue;
            }
            long address = symbol.st_value;
            if (symbol.getType() == ElfSymbol.STT_FUNC && isCode(address)) {
                functions.add(new SymbolTable.Symbol(name, address, Math.max(symbol.st_size, 0)));
                remember(name, address, symbol);
            } else if (symbol.getType() == ElfSymbol.STT_OBJECT) {
                remember(name, address, symbol);
            }
        }
    }

    private void remember(String name, long address, ElfSymbol symbol) {
        if (symbol.getBinding() == ElfSymbol.BINDING_LOCAL) {
            addresses.putIfAbsent(name, address);
        } else {
            addresses.put(name, address);
        }
    }

    private boolean isCode(long address) {
        return (address & 3) == 0
                && headers.segments.stream().anyMatch(segment -> segment.executable() && segment.covers(address, 4));
    }

    private void readSites(ElfSectionHeader header) throws BadElfException {
        if ((header.sh_size & 7) != 0 || (header.sh_addr & 7) != 0) {
            throw headers.bad("section " + SITES + " at 0x" + Long.toHexString(header.sh_addr) + " of " + header.sh_size
                    + " bytes is not a table of doublewords");
        }
        boolean loaded = (header.sh_flags & ElfSectionHeader.FLAG_ALLOC) != 0;
        ByteBuffer table = ByteBuffer.wrap(headers.bytes, (int) header.sh_offset, (int) header.sh_size)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (long i = 0; table.hasRemaining(); i += 8) {
            sites.add(new SiteEntry(loaded ? header.sh_addr + i : 0, table.getLong()));
        }
    }
}
