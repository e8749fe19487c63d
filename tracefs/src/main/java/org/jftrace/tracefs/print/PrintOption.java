package org.jftrace.tracefs.print;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The trace options that matter to how entries are printed. */
public enum PrintOption {
    /** Says where the buffer of a CPU begins, if entries were lost. */
    ANNOTATE,
    /** Prints numbers as bytes. */
    BIN,
    /** Begins a line with task, CPU and time. */
    CONTEXT_INFO,
    /** Prints the time in function_graph's lines. */
    FUNCGRAPH_ABSTIME,
    /** Prints the CPU in function_graph's lines. */
    FUNCGRAPH_CPU,
    /** Prints the duration in function_graph's lines. */
    FUNCGRAPH_DURATION,
    /** Marks long durations in function_graph's lines. */
    FUNCGRAPH_OVERHEAD,
    /** Prints how many calls were too deep in function_graph's lines. */
    FUNCGRAPH_OVERRUN,
    /** Prints the task in function_graph's lines. */
    FUNCGRAPH_PROC,
    /** Prints what functions returned in function_graph's lines. */
    FUNCGRAPH_RETVAL,
    /** Prints it in hexadecimal, whether it looks like an error or not. */
    FUNCGRAPH_RETVAL_HEX,
    /** Prints the name at the end of each block in function_graph's lines. */
    FUNCGRAPH_TAIL,
    /** Prints numbers in hexadecimal. */
    HEX,
    /** Prints the state of the CPU. */
    IRQ_INFO,
    /** Prints the layout made for latencies. */
    LATENCY_FORMAT,
    /** Prints from where a function was called. */
    PRINT_PARENT,
    /** Prints numbers in place of names. */
    RAW,
    /** Prints the thread group. */
    RECORD_TGID,
    /** Prints addresses beside names. */
    SYM_ADDR,
    /** Prints offsets beside names. */
    SYM_OFFSET,
    /** Prints more in the layout made for latencies. */
    VERBOSE;

    private final String option;

    PrintOption() {
        option = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the kernel's name.
     *
     * @return as in {@code options/}
     */
    public String option() {
        return option;
    }

    /**
     * Picks those that are on.
     *
     * @param on tells by the kernel's name
     * @return a set of its own
     */
    public static Set<PrintOption> those(Predicate<String> on) {
        return Arrays.stream(values())
                .filter(option -> on.test(option.option))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(PrintOption.class)));
    }
}
