package org.jftrace.tracefs.filter;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jftrace.Errno;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jspecify.annotations.Nullable;

/** One of the two sides of an instance's filter, what it selects or what it excludes; and what it wants of modules to come. */
final class FilterSide {
    private final Ftrace ftrace;
    private final SiteMatcher matcher;
    private final List<ModuleTerm> awaited = new CopyOnWriteArrayList<>();
    private volatile IpSet sites = IpSet.EMPTY;

    FilterSide(Ftrace ftrace) {
        this.ftrace = ftrace;
        this.matcher = new SiteMatcher(ftrace);
    }

    IpSet sites() {
        return sites;
    }

    void setSites(IpSet now) {
        sites = now;
    }

    /** The newest first, as the kernel keeps them. */
    List<ModuleTerm> awaited() {
        return List.copyOf(awaited);
    }

    void forgetAwaited() {
        awaited.clear();
    }

    /**
     * Applies a pattern; the kernel's {@code ftrace_match_records}.
     *
     * @return the set as it is then
     * @throws FtraceException EINVAL if the pattern matches nothing
     */
    IpSet apply(IpSet before, String pattern) {
        IpSet found = matcher.find(positive(pattern));
        if (found.isEmpty()) {
            throw new FtraceException(Errno.EINVAL, "\"" + pattern + "\" matches no function");
        }
        return pattern.startsWith("!") ? before.minus(found) : before.plus(found);
    }

    /**
     * Applies a pattern for modules, and remembers it if it matches nothing and the module is not there.
     *
     * @return the set as it is then
     * @throws FtraceException ENOMEM without a module; EINVAL if the pattern matches nothing in a loaded module, or was not
     *     remembered and is to be removed
     */
    IpSet applyToModule(IpSet before, String pattern, @Nullable String module) {
        boolean remove = pattern.startsWith("!");
        IpSet found = matcher.findIn(positive(pattern), module);
        if (!found.isEmpty()) {
            return remove ? before.minus(found) : before.plus(found);
        }
        if (remove) {
            forget(positive(pattern), module);
        } else if (module == null) {
            throw new FtraceException(Errno.ENOMEM, "\"" + pattern + ":mod\" names no module");
        } else if (ftrace.modules().loaded().contains(module)) {
            throw new FtraceException(Errno.EINVAL, "\"" + pattern + "\" matches no function of " + module);
        } else {
            awaited.add(0, new ModuleTerm(pattern, module));
        }
        return before;
    }

    private void forget(String pattern, @Nullable String module) {
        boolean any = awaited.removeIf(term -> term.module().equals(module)
                && (pattern.equals("*") || term.pattern().equals(pattern)));
        if (!any) {
            throw new FtraceException(Errno.EINVAL, "nothing is remembered for \"" + pattern + ":mod:" + module + "\"");
        }
    }

    IpSet sitesOf(String module) {
        return matcher.sitesOf(module);
    }

    /** Replaces what was remembered for a module by its sites. */
    boolean come(String module) {
        List<ModuleTerm> now =
                awaited.stream().filter(term -> term.module().equals(module)).toList();
        for (ModuleTerm term : now) {
            sites = sites.plus(matcher.findIn(term.pattern(), module));
        }
        return awaited.removeAll(now);
    }

    private static String positive(String pattern) {
        return pattern.startsWith("!") ? pattern.substring(1) : pattern;
    }
}
