package org.jftrace.bpf.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.direct.DirectCalls;
import org.jftrace.direct.DirectRegistration;
import org.jftrace.direct.DirectTargets;
import org.jftrace.direct.IpModifyPeer;
import org.jftrace.spi.arch.image.FunctionModel;
import org.junit.jupiter.api.Test;

/** A change of call sites of several registrations, refused in the middle. */
class DirectCallSitesTest {
    private static final long OLD = 0x1000;
    private static final long NEW = 0x2000;

    private final Book book = new Book();
    private final DirectCallSites callSites = new DirectCallSites(book, IpModifyPeer.SHARES);
    private final List<Trampoline> sites = LongStream.rangeClosed(1, 6)
            .mapToObj(n -> new Trampoline(8 * n, FunctionModel.ofLongs(1)))
            .toList();

    /** Where an ftrace that patches nothing would send functions. It can be told to refuse one of the next changes. */
    private static final class Book implements DirectCalls {
        final Set<Entry> entries = new HashSet<>();
        int changesUntilRefusal = Integer.MAX_VALUE;

        Map<Long, Long> byIp() {
            Map<Long, Long> all = new TreeMap<>();
            entries.forEach(entry -> all.putAll(entry.targets.byIp()));
            return all;
        }

        private void change() {
            if (--changesUntilRefusal == 0) {
                throw new FtraceException(Errno.ENOMEM, "told to refuse");
            }
        }

        @Override
        public DirectRegistration register(String name, DirectTargets targets, IpModifyPeer peer) {
            change();
            Entry entry = new Entry(targets);
            entries.add(entry);
            return entry;
        }

        @Override
        public DirectRegistration register(String name, Filter filter, long target) {
            throw new UnsupportedOperationException("links know their call sites");
        }

        @Override
        public OptionalLong target(long ip) {
            throw new UnsupportedOperationException("links keep their own books");
        }

        @Override
        public void setAllowed(boolean allowed) {
            throw new UnsupportedOperationException("links allow nothing");
        }

        @Override
        public boolean isAllowed() {
            return true;
        }

        private final class Entry implements DirectRegistration {
            private DirectTargets targets;

            Entry(DirectTargets targets) {
                this.targets = targets;
            }

            @Override
            public String name() {
                return "bpf_trampoline";
            }

            @Override
            public DirectTargets targets() {
                return targets;
            }

            @Override
            public void modify(long target) {
                throw new UnsupportedOperationException("links change call sites one by one");
            }

            @Override
            public void modify(DirectTargets changes) {
                change();
                targets = targets.with(changes);
            }

            @Override
            public void close() {
                entries.remove(this);
            }
        }
    }

    private void send(List<Trampoline> some, long target) {
        DirectTargets.Builder targets = new DirectTargets.Builder(some.size());
        some.forEach(site -> targets.add(site.ip(), target));
        callSites.apply(some, targets.build());
    }

    /** The sites 0 and 1, 2 and 3, and 4 come together; nothing is sent from 5. */
    private void sendInThreeParts() {
        send(sites.subList(0, 2), OLD);
        send(sites.subList(2, 4), OLD);
        send(sites.subList(4, 5), OLD);
    }

    @Test
    void sitesThatCameApartChangeTogether() {
        sendInThreeParts();
        send(sites, NEW);
        assertEquals(Set.of(NEW), new HashSet<>(book.byIp().values()));
        assertEquals(6, book.byIp().size());
        assertEquals(4, book.entries.size());
        send(sites, DirectTargets.NOWHERE);
        assertEquals(Map.of(), book.byIp());
        send(sites, OLD);
        assertEquals(1, book.entries.size());
    }

    @Test
    void aChangeThatIsRefusedLeavesEveryPartAsItWasForEveryPart() {
        sendInThreeParts();
        Map<Long, Long> before = book.byIp();
        for (int k = 1; k <= 4; k++) {
            book.changesUntilRefusal = k;
            FtraceException refused = assertThrows(FtraceException.class, () -> send(sites, NEW));
            assertEquals(List.of(), List.of(refused.getSuppressed()));
            assertEquals(before, book.byIp());
        }
        send(sites, NEW);
        assertEquals(6, book.byIp().size());
    }

    @Test
    void aPartThatEndsComesBackIfAnotherIsRefused() {
        sendInThreeParts();
        Map<Long, Long> before = book.byIp();
        List<Trampoline> some = new ArrayList<>(sites.subList(0, 3)); // all of the first part, half of the second
        book.changesUntilRefusal = 1;
        assertThrows(FtraceException.class, () -> send(some, DirectTargets.NOWHERE));
        assertEquals(before, book.byIp());
        send(some, DirectTargets.NOWHERE);
        assertEquals(Set.of(8L * 4, 8L * 5), book.byIp().keySet());
    }
}
