package org.jftrace.cli.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jftrace.graph.ReturnType;
import org.jftrace.site.CallSiteInfo;

/** How what functions return is printed. */
final class Results {
    private final boolean shown;
    private final Map<Long, ReturnType> types = new HashMap<>();

    /**
     * Makes a way of printing.
     *
     * @param shown false for not at all
     * @param sites of all functions
     * @param types by the names of functions; of the others nobody knows
     * @throws IllegalArgumentException if there is no such function; it names it
     */
    Results(boolean shown, List<CallSiteInfo> sites, Map<String, ReturnType> types) {
        this.shown = shown;
        types.forEach((function, type) -> {
            List<CallSiteInfo> named = sites.stream()
                    .filter(site -> site.function().equals(function))
                    .toList();
            if (named.isEmpty()) {
                throw new IllegalArgumentException(
                        "--type " + function + "=" + type + ": no traceable function has that name");
            }
            named.forEach(site -> this.types.put(site.ip(), type));
        });
    }

    /** What is printed behind a call: nothing, or an equals sign and the result. */
    String of(long ip, long value) {
        String text = shown ? types.getOrDefault(ip, ReturnType.UNKNOWN).text(value) : "";
        return text.isEmpty() ? "" : " = " + text;
    }
}
