package org.jftrace.cli.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;
import org.jftrace.cli.compare.Comparison.Measure;
import org.jftrace.cli.compare.time.Timing;
import org.jftrace.sim.count.Counts;
import org.jspecify.annotations.Nullable;

/** What files say of a row, in this order. */
enum Field {
    WORKLOAD((comparison, row) -> row.workload().title()),
    ROUTE((comparison, row) -> row.route().name()),
    INSTRUCTIONS(count(Counts::instructions)),
    LOADS(count(Counts::loads)),
    STORES(count(Counts::stores)),
    BRANCHES(count(Counts::branches)),
    TAKEN(count(Counts::taken)),
    INDIRECT(count(Counts::indirect)),
    HOST_CALLS(count(Counts::hostCalls)),
    STACK(count(Counts::stack)),
    INSTRUCTIONS_OVER_UNTRACED(relative(Measure.INSTRUCTIONS)),
    NANOSECONDS(
            (comparison, row) -> row.time() == null ? null : rounded(row.time().nanos())),
    ERROR(Field::error),
    NANOSECONDS_OVER_UNTRACED(relative(Measure.NANOS)),
    REFUSED((comparison, row) -> row.refusal());

    private static final int DIGITS = 4;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final Value value;

    /** Reads a field. */
    private interface Value {
        @Nullable
        Object of(Comparison comparison, Row row);
    }

    Field(Value value) {
        this.value = value;
    }

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A string or a number, or null if there is none. */
    @Nullable
    Object of(Comparison comparison, Row row) {
        return value.of(comparison, row);
    }

    private static Value count(ToLongFunction<Counts> of) {
        return (comparison, row) -> row.counts() == null ? null : of.applyAsLong(row.counts());
    }

    private static Value relative(Measure measure) {
        return (comparison, row) -> {
            OptionalDouble found =
                    comparison.relative(measure, row.workload(), row.route().name());
            return found.isEmpty() ? null : rounded(found.getAsDouble());
        };
    }

    private static @Nullable Object error(Comparison comparison, Row row) {
        Timing time = row.time();
        return time == null || Double.isNaN(time.error()) ? null : rounded(time.error());
    }

    private static BigDecimal rounded(double value) {
        return new BigDecimal(value).round(new MathContext(DIGITS));
    }
}
