package org.jftrace.cli.guest;

import java.util.List;
import org.jftrace.Filter;
import picocli.CommandLine.Option;

/** Which functions a command is about. */
public final class FilterOptions {
    @Option(
            names = {"-f", "--filter"},
            paramLabel = "GLOB",
            description = "functions whose name matches; may be given several times (default: all)")
    private List<String> filters = List.of();

    @Option(
            names = {"-n", "--notrace"},
            paramLabel = "NOTRACE_GLOB",
            description = "but not those whose name matches; may be given several times")
    private List<String> notrace = List.of();

    /** Makes options that select all. */
    public FilterOptions() {}

    /** What was selected. */
    public Filter filter() {
        Filter selected = filters.isEmpty() ? Filter.all() : Filter.glob(filters.toArray(String[]::new));
        return notrace.isEmpty() ? selected : selected.except(notrace.toArray(String[]::new));
    }
}
