package org.jftrace.unicorn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfSection;
import net.fornwall.jelf.ElfSegment;
import net.fornwall.jelf.ElfSymbol;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.SymbolTable;
import org.jspecify.annotations.Nullable;
import unicorn.UnicornConst;

/** A static program that may be trusted; one at any address is loaded where Linux would load it. */
final class GuestElf {
    private static final long PIE_BIAS = 0xaaaa_aaaa_0000L;
    private static final int RELATIVE = 1027;

    private final byte[] bytes;
    private final ElfFile elf;
    private final long bias;
    private final Map<String, Long> addresses = new HashMap<>();
    /** Where a relocation puts what. */
    private final Map<Long, Long> relocated = new HashMap<>();

    final SymbolTable symbols;

    GuestElf(Path file) throws IOException {
        bytes = Files.readAllBytes(file);
        elf = ElfFile.from(bytes);
        bias = elf.e_type == ElfFile.ET_DYN ? PIE_BIAS : 0;
        readRelocations();
        symbols = readSymbols();
    }

    long entry() {
        return elf.e_entry + bias;
    }

    @Nullable
    Long address(String symbol) {
        return addresses.get(symbol);
    }

    /** Maps and fills the segments, and returns the end of the last. */
    long load(UnicornMemory memory) {
        long end = 0;
        for (int i = 0; i < elf.e_phnum; i++) {
            ElfSegment segment = elf.getProgramHeader(i);
            if (segment.p_type != ElfSegment.PT_LOAD) {
                continue;
            }
            AddressRange range = AddressRange.ofSize(segment.p_vaddr + bias, segment.p_memsz);
            int protection = ((segment.p_flags & 4) != 0 ? UnicornConst.UC_PROT_READ : 0)
                    | ((segment.p_flags & 2) != 0 ? UnicornConst.UC_PROT_WRITE : 0)
                    | ((segment.p_flags & 1) != 0 ? UnicornConst.UC_PROT_EXEC : 0);
            memory.map(range, protection);
            int from = (int) segment.p_offset;
            memory.load(range.start(), Arrays.copyOfRange(bytes, from, from + (int) segment.p_filesz));
            end = Math.max(end, range.end());
        }
        relocated.forEach((place, value) -> memory.load(
                place,
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array()));
        return end;
    }

    private @Nullable ByteBuffer section(String name) {
        ElfSection section = elf.firstSectionByName(name);
        return section == null
                ? null
                : ByteBuffer.wrap(bytes, (int) section.header.sh_offset, (int) section.header.sh_size)
                        .order(ByteOrder.LITTLE_ENDIAN);
    }

    private void readRelocations() {
        ByteBuffer table = section(".rela.dyn");
        while (table != null && table.hasRemaining()) {
            long place = table.getLong();
            long type = table.getLong();
            long addend = table.getLong();
            if (type == RELATIVE) {
                relocated.put(place + bias, addend + bias);
            }
        }
    }

    private SymbolTable readSymbols() {
        SymbolTable.Builder table = SymbolTable.builder("");
        for (ElfSymbol symbol : elf.getSymbolTableSection().symbols) {
            String name = symbol.getName();
            int type = symbol.getType();
            if (symbol.st_shndx == 0 || name == null || (type != ElfSymbol.STT_FUNC && type != ElfSymbol.STT_OBJECT)) {
                continue;
            }
            if (type == ElfSymbol.STT_FUNC) {
                table.function(name, symbol.st_value + bias, symbol.st_size);
            }
            addresses.put(name, symbol.st_value + bias);
        }
        ByteBuffer entries = section("__patchable_function_entries");
        if (entries != null) {
            long place = elf.firstSectionByName("__patchable_function_entries").header.sh_addr + bias;
            for (; entries.hasRemaining(); place += 8) {
                long entry = entries.getLong();
                table.patchableEntries(relocated.getOrDefault(place, entry + bias));
            }
        }
        return table.build();
    }
}
