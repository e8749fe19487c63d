package org.jftrace.cli.sh.machine;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jftrace.cli.sh.exec.BuiltIn;
import org.jftrace.cli.sh.exec.Call;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.SymbolTable;

/** {@code words [NAME…]}: what stands at call sites, in the columns of a recording. */
final class WordsCommand implements BuiltIn {
    private final Target target;
    private final CodeMemory memory;
    private final SymbolTable symbols;

    WordsCommand(Target target) {
        this.target = target;
        memory = target.machine().memory();
        symbols = target.machine().symbols();
    }

    @Override
    public int run(Call call) {
        Set<String> missing = new HashSet<>(call.arguments());
        Set<String> wanted = Set.copyOf(missing);
        StringBuilder lines = new StringBuilder();
        sites(wanted).forEach(site -> {
            missing.remove(site.function());
            line(site, lines);
        });
        call.print(lines.toString());
        int status = 0;
        for (String name : call.arguments()) {
            if (missing.remove(name)) {
                status = call.fail(name + ": no call site of that name");
            }
        }
        return status;
    }

    private Stream<CallSiteInfo> sites(Set<String> wanted) {
        List<CallSiteInfo> sites = target.ftrace().sites();
        return sites.stream()
                .filter(site -> wanted.isEmpty() || wanted.contains(site.function()))
                .sorted(Comparator.comparing(CallSiteInfo::ip, Long::compareUnsigned));
    }

    private void line(CallSiteInfo site, StringBuilder lines) {
        String literal =
                site.literal().isPresent() ? ops(memory.readLong(site.literal().getAsLong())) : "";
        String branch = site.target().isPresent() ? branch(site.target().getAsLong()) : "";
        lines.append(String.format(
                Locale.ROOT,
                "%016x\t%s\t%s\t%08x\t%08x\t%s\n",
                site.ip(),
                site.function(),
                literal,
                memory.readWord(site.ip() - 4),
                memory.readWord(site.ip()),
                branch));
    }

    private String ops(long address) {
        return symbols.reservedAt(address)
                .filter(symbol -> symbol.address() == address)
                .map(SymbolTable.Symbol::name)
                .orElseGet(() -> "ops@" + Long.toHexString(address));
    }

    private String branch(long address) {
        return symbols.reservedAt(address)
                .filter(symbol -> symbol.address() == address)
                .map(SymbolTable.Symbol::name)
                .orElseGet(() -> Long.toHexString(address));
    }
}
