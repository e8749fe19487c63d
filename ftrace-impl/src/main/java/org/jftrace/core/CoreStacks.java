package org.jftrace.core;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jftrace.core.dispatch.DirectTrampolines;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.Unwinder;
import org.jftrace.spi.arch.Unwinder.Function;
import org.jftrace.spi.arch.Unwinder.KnownCode;
import org.jftrace.stack.StackTrace;

/** What the core knows of code, for stack traces: the functions of all images, and what direct calls go to. */
final class CoreStacks implements KnownCode {
    private final Unwinder unwinder;
    private final CoreReturns returns;
    private final DirectTrampolines trampolines;
    private final List<Image> images = new CopyOnWriteArrayList<>();

    CoreStacks(Unwinder unwinder, CoreReturns returns, DirectTrampolines trampolines) {
        this.unwinder = unwinder;
        this.returns = returns;
        this.trampolines = trampolines;
    }

    /** A table, and the range of its functions. */
    private record Image(SymbolTable symbols, AddressRange text) {
        /** A function of unknown size reaches up to the next. */
        long endOf(SymbolTable.Symbol function) {
            if (function.size() > 0) {
                return function.address() + function.size();
            }
            return symbols.functions().stream()
                    .mapToLong(SymbolTable.Symbol::address)
                    .filter(next -> Long.compareUnsigned(next, function.address()) > 0)
                    .findFirst()
                    .orElse(text.end());
        }
    }

    void add(SymbolTable image) {
        images.add(new Image(image, image.text()));
    }

    /** Once no task is in its code. */
    void remove(String module) {
        images.removeIf(image -> image.symbols().module().equals(module));
    }

    StackTrace of(GuestCpu cpu) {
        return unwinder.trace(cpu, returns, this);
    }

    /** In a callback, from the traced function on. */
    StackTrace inCallback(GuestCpu cpu) {
        StackTrace all = of(cpu);
        int traced = 0;
        while (traced < all.frames().size() - 1
                && all.frames().get(traced).kind().isTrampoline()) {
            traced++;
        }
        return new StackTrace(all.frames().subList(traced, all.frames().size()), all.doubt());
    }

    int walk(GuestCpu cpu, long[] addresses) {
        int found = unwinder.walk(cpu, returns, addresses);
        return found < 0 ? -found - 1 : found;
    }

    @Override
    public Optional<Function> function(long address) {
        return images.stream()
                .filter(image -> image.text().contains(address))
                .flatMap(image -> image.symbols().containing(address).stream()
                        .map(symbol ->
                                new Function(symbol.name(), symbol.address(), image.endOf(symbol), image.symbols())))
                .findFirst();
    }

    @Override
    public Collection<Long> directTrampolines() {
        return trampolines.starts();
    }
}
