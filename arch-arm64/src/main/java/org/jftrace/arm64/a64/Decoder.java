package org.jftrace.arm64.a64;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the form of a word. At most one form matches a word, so the order of the rows does not matter. */
public final class Decoder {
    private static final List<Form> FORMS = gather(List.of(
            List.of(DataProcessingImmediate.values()),
            List.of(DataProcessingRegister.values()),
            List.of(BranchesExceptionsSystem.values()),
            List.of(LoadStoreRegister.values()),
            List.of(LoadStorePair.values()),
            List.of(LoadStoreExclusive.values()),
            List.of(AtomicMemory.values())));

    /** The bits that tell most forms apart, 31 to 21, choose a bucket; a handful of forms is left to try in each. */
    private static final int BUCKET_SHIFT = 21;

    private static final Form[][] BUCKETS = new Form[1 << (32 - BUCKET_SHIFT)][];

    static {
        for (int bucket = 0; bucket < BUCKETS.length; bucket++) {
            int word = bucket << BUCKET_SHIFT;
            BUCKETS[bucket] = FORMS.stream()
                    .filter(form ->
                            ((form.encoding().value() ^ word) & form.encoding().mask() & -1 << BUCKET_SHIFT) == 0)
                    .toArray(Form[]::new);
        }
    }

    private Decoder() {}

    /** {@return the form of the word, or null when it is not allocated (or is floating point, SIMD or SVE)} */
    public static @Nullable Form decode(int word) {
        for (Form form : BUCKETS[word >>> BUCKET_SHIFT]) {
            if (form.encoding().matches(word)) {
                return form;
            }
        }
        return null;
    }

    /** {@return all rows of all tables} */
    public static List<Form> forms() {
        return FORMS;
    }

    private static List<Form> gather(List<List<? extends Form>> families) {
        List<Form> all = new ArrayList<>();
        families.forEach(all::addAll);
        return Collections.unmodifiableList(all);
    }
}
