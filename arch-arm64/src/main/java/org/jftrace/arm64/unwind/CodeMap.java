package org.jftrace.arm64.unwind;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jftrace.arm64.bpf.Arm64Images;
import org.jftrace.arm64.entry.EntryTrampolines;
import org.jftrace.arm64.returns.Arm64Returns;
import org.jftrace.arm64.returns.ReturnTrampoline;
import org.jftrace.arm64.unwind.flow.Convention;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.arch.Unwinder.Function;
import org.jftrace.spi.arch.Unwinder.KnownCode;
import org.jftrace.stack.FrameKind;
import org.jspecify.annotations.Nullable;

/** Tells whose code an address lies in. What was found out about it is kept. */
final class CodeMap {
    /** How far a direct trampoline whose size nobody has told is looked at. */
    private static final long MOST_DIRECT_CODE = 4096;

    private final CodeMemory memory;
    private final EntryTrampolines entries;
    private final Arm64Returns returns;
    private final Arm64Images images;
    private final Map<Long, Code> functions = new ConcurrentHashMap<>();
    private final Map<Long, Code> trampolines = new ConcurrentHashMap<>();

    CodeMap(CodeMemory memory, EntryTrampolines entries, Arm64Returns returns, Arm64Images images) {
        this.memory = memory;
        this.entries = entries;
        this.returns = returns;
        this.images = images;
    }

    /** Finds the code that an instruction is part of. */
    @Nullable
    Code find(long pc, KnownCode known) {
        Code trampoline = trampoline(pc);
        if (trampoline != null) {
            return trampoline;
        }
        Optional<Function> function = known.function(pc);
        return function.isPresent() ? function(function.get(), known) : direct(pc, known);
    }

    private @Nullable Code trampoline(long pc) {
        for (AddressRange range : entries.ranges()) {
            if (range.contains(pc)) {
                return range.start() == entries.stub()
                        ? trampoline(range, FrameKind.ENTRY_TRAMPOLINE, Convention.FUNCTION, "ftrace_stub")
                        : trampoline(range, FrameKind.ENTRY_TRAMPOLINE, Convention.CALL_SITE_TARGET, "ftrace_caller");
            }
        }
        ReturnTrampoline back = returns.containing(pc);
        if (back != null) {
            return trampoline(back.range(), FrameKind.RETURN_TRAMPOLINE, Convention.RETURN_TARGET, "return_to_handler");
        }
        Arm64Images.Block image = images.containing(pc);
        if (image != null) {
            Convention convention = image.stub() ? Convention.FUNCTION : Convention.CALL_SITE_TARGET;
            return trampoline(image.range(), FrameKind.DIRECT_TRAMPOLINE, convention, "bpf_trampoline");
        }
        return null;
    }

    /** Looked at again only if other words have come to lie there: trampolines are freed, and PLTs filled. */
    private Code trampoline(AddressRange range, FrameKind kind, Convention convention, String name) {
        Code kept = trampolines.get(range.start());
        if (kept != null && kept.range.equals(range) && kept.convention == convention && kept.isUnchanged()) {
            return kept;
        }
        Code found = new Code(memory, range, kind, convention, name, this);
        found.remember();
        trampolines.put(range.start(), found);
        return found;
    }

    private Code function(Function function, KnownCode known) {
        Code kept = functions.get(function.start());
        boolean direct = known.directTrampolines().contains(function.start());
        FrameKind kind = direct ? FrameKind.DIRECT_TRAMPOLINE : FrameKind.FUNCTION;
        if (kept != null && kept.maker == function.image() && kept.kind == kind) {
            return kept;
        }
        Code found = new Code(
                memory,
                new AddressRange(function.start(), function.end()),
                kind,
                convention(direct, function.name()),
                function.name(),
                function.image());
        functions.put(function.start(), found);
        return found;
    }

    /** The compiler's name for what it has moved out of a function, since it is seldom executed, ends so. */
    private static Convention convention(boolean direct, String name) {
        if (direct) {
            return Convention.CALL_SITE_TARGET;
        }
        return name.contains(".cold") ? Convention.PART : Convention.FUNCTION;
    }

    private @Nullable Code direct(long pc, KnownCode known) {
        for (long start : known.directTrampolines()) {
            AddressRange range = AddressRange.ofSize(start, MOST_DIRECT_CODE);
            if (range.contains(pc)) {
                Code code = new Code(memory, range, FrameKind.DIRECT_TRAMPOLINE, Convention.CALL_SITE_TARGET, "", this);
                if (code.before(pc) != null) {
                    return code;
                }
            }
        }
        return null;
    }
}
