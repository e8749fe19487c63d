package org.jftrace.tracefs.filter;

import java.util.function.BiConsumer;
import org.jftrace.Ftrace;
import org.jftrace.tracefs.file.SiteTexts;

/**
 * Names the sites of a set, in the order of all sites.
 *
 * @param ftrace has the sites
 */
public record SiteNames(Ftrace ftrace) {
    private static final int FEW = 1;

    /**
     * Visits sites with their names.
     *
     * @param sites what has gone is left out
     * @param visitor gets ip and {@code function} or {@code function [module]}
     */
    public void forEach(IpSet sites, BiConsumer<Long, String> visitor) {
        if (sites.size() <= FEW) {
            for (long ip : sites.ips()) {
                ftrace.site(ip).ifPresent(site -> visitor.accept(ip, SiteTexts.name(site)));
            }
        } else {
            ftrace.sites().stream()
                    .filter(site -> sites.contains(site.ip()))
                    .forEach(site -> visitor.accept(site.ip(), SiteTexts.name(site)));
        }
    }

    /**
     * Lists a set.
     *
     * @param sites what has gone is left out
     * @return a name a line
     */
    public String lines(IpSet sites) {
        StringBuilder text = new StringBuilder();
        forEach(sites, (ip, name) -> text.append(name).append('\n'));
        return text.toString();
    }
}
