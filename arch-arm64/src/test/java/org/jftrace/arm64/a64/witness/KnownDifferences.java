package org.jftrace.arm64.a64.witness;

import java.util.Locale;
import org.jftrace.arm64.a64.BitmaskImmediate;
import org.jftrace.arm64.a64.Form;

/** Where GNU binutils 2.40 and we differ for a reason: all of them. */
public final class KnownDifferences {
    private KnownDifferences() {}

    /** Whether both texts say the same, or differ for a reason that is listed here. */
    static boolean sameText(Form form, int word, String ours, String objdump) {
        return ours.equals(objdump)
                || isNamedByObjdumpOnly(ours, objdump)
                || isOperationNamedByObjdumpOnly(form, ours, objdump)
                || isUnpredictableLdpsw(form, word, objdump);
    }

    /** objdump knows a thousand system registers; we know those that user code and entry code use. */
    private static boolean isNamedByObjdumpOnly(String ours, String objdump) {
        String pattern = ours.replaceFirst("\\bs[23]_[0-7]_c\\d+_c\\d+_[0-7]\\b", "[a-z0-9_]+");
        return !pattern.equals(ours) && objdump.matches(pattern);
    }

    /** objdump names SYS as TLBI, AT and more; and as IC IALLU with any Rt, which it then does not show. */
    private static boolean isOperationNamedByObjdumpOnly(Form form, String ours, String objdump) {
        return form.name().equals("SYS")
                && ours.startsWith("sys ")
                && objdump.matches("(tlbi|at|dc|ic|cfp|dvp|cpp) .*");
    }

    /** LDPSW that loads a register twice, or its base: CONSTRAINED UNPREDICTABLE, which objdump shows for it alone. */
    private static boolean isUnpredictableLdpsw(Form form, int word, String objdump) {
        if (!form.name().startsWith("LDPSW") || !objdump.equals(String.format(Locale.ROOT, ".inst 0x%08x", word))) {
            return false;
        }
        int n = form.encoding().field(word, 'n');
        int t = form.encoding().field(word, 't');
        int u = form.encoding().field(word, 'u');
        return t == u || n == t || n == u;
    }

    /**
     * The word that GNU as writes of all that mean the same: with ones in the bits that the processor ignores, and zeros in
     * the upper bits of immr where the element of a bitmask immediate is smaller than the register.
     */
    public static int canonical(Form form, int word) {
        int canonical = word | form.encoding().ignored();
        if (!form.syntax().contains("<bitmask>")) {
            return canonical;
        }
        int bits = BitmaskImmediate.encode(BitmaskImmediate.decode(word >>> 10 & 0x1fff))
                .orElseThrow();
        return (canonical & ~(0x1fff << 10)) | bits << 10;
    }
}
