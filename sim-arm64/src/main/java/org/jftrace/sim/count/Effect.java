package org.jftrace.sim.count;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jftrace.arm64.a64.AtomicMemory;
import org.jftrace.arm64.a64.BranchesExceptionsSystem;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.Form;
import org.jftrace.arm64.a64.LoadStoreExclusive;
import org.jftrace.arm64.a64.LoadStorePair;
import org.jftrace.arm64.a64.LoadStoreRegister;

/** What an instruction does beyond its registers. Several may hold of one. */
enum Effect {
    LOAD,
    STORE,
    BRANCH,
    /** A branch whose target is in a register. */
    INDIRECT;

    private static final Map<Form, Set<Effect>> BY_FORM =
            Decoder.forms().stream().collect(Collectors.toUnmodifiableMap(Function.identity(), Effect::of));

    /** Of a word; none if it is no instruction. */
    static Set<Effect> of(int word) {
        Form form = Decoder.decode(word);
        return form == null ? Set.of() : BY_FORM.getOrDefault(form, Set.of());
    }

    private static Set<Effect> of(Form form) {
        if (form instanceof BranchesExceptionsSystem branch) {
            return ofBranch(branch);
        } else if (form instanceof AtomicMemory) {
            return form == AtomicMemory.LDAPR ? EnumSet.of(LOAD) : EnumSet.of(LOAD, STORE);
        } else if (form instanceof LoadStoreRegister
                || form instanceof LoadStorePair
                || form instanceof LoadStoreExclusive) {
            return ofTransfer(form.name());
        }
        return EnumSet.noneOf(Effect.class);
    }

    private static Set<Effect> ofBranch(BranchesExceptionsSystem form) {
        return switch (form) {
            case B, BL, B_COND, CBZ, CBNZ, TBZ, TBNZ -> EnumSet.of(BRANCH);
            case BR, BLR, RET, RETAA, RETAB -> EnumSet.of(BRANCH, INDIRECT);
            default -> EnumSet.noneOf(Effect.class);
        };
    }

    private static Set<Effect> ofTransfer(String name) {
        if (name.startsWith("PRF")) {
            return EnumSet.noneOf(Effect.class);
        }
        return EnumSet.of(name.startsWith("ST") ? STORE : LOAD);
    }
}
