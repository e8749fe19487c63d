package org.jftrace.jcstress;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.hash.FilterResolver;
import org.jftrace.core.hash.SiteSet;
import org.jftrace.core.record.RecordTable;
import org.jftrace.core.record.SiteScan;
import org.jftrace.jcstress.rig.Rig;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.ArchPort;
import org.jftrace.spi.testkit.forwarding.ForwardingMachine;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/*
   A module goes while its functions are looked up: races of real kernels, C2. The main image has f0, the module m has f1,
   and a module n that comes after it has f2 and gets the slots that m had. What is promised:

       a lookup sees the records as they were or as they are, never something between,
       and a callback that found a record of m has ended before unload() returns.
*/
public class J09_ModulesAgainstLookup {
    private static final int TRIES = 20;

    private static SymbolTable image(LightMachine machine, String module, int function) {
        return SymbolTable.builder(module)
                .function("f" + function, machine.function(function), 12)
                .patchableEntries(machine.symbols().patchableEntries()[function])
                .build();
    }

    /** A machine whose main image is f0 alone. */
    private static class WithModules extends ForwardingMachine {
        private final SymbolTable main;

        WithModules(LightMachine machine) {
            super(machine);
            main = image(machine, "", 0);
        }

        @Override
        public SymbolTable symbols() {
            return main;
        }
    }

    private static LightMachine machine() {
        return LightMachine.builder().functions(3).heap(2048).build();
    }

    /** The table of records alone, with m in it. */
    private static final class Table {
        private final LightMachine machine = machine();
        private final ArchPort port = Arm64Port.on(machine);
        private final RecordTable records = new RecordTable();
        private final FilterResolver resolver = new FilterResolver(records);
        private final SiteScan n = scan("n", 2);

        Table() {
            records.addRelease(scan("", 0));
            records.addRelease(scan("m", 1));
        }

        private SiteScan scan(String module, int function) {
            return SiteScan.of(
                            image(machine, module, function),
                            port.patcher(),
                            port.trampolines().entry())
                    .get(0);
        }

        void replace() {
            records.removeRelease(records.groupsOf("m"));
            records.addRelease(n);
        }

        SiteSet resolve(int function) {
            return resolver.resolve(Filter.name("f" + function));
        }

        /** Asks for f1 and f2 by turns. */
        int look(IntFunction<Supplier<SiteSet>> lookup) {
            int seen = 0;
            for (int i = 0; i < TRIES; i++) {
                seen |= look(1, lookup) | look(2, lookup);
            }
            return seen;
        }

        private int look(int function, IntFunction<Supplier<SiteSet>> lookup) {
            try {
                long[] ips = records.ips(lookup.apply(function));
                return ips.length == 1 && ips[0] == machine.ip(function) ? 1 : 2;
            } catch (FtraceException notThere) {
                return 0;
            }
        }
    }

    /*
       What a filter selects is a set of slots, which are translated to addresses. If records came or went meanwhile the
       filter is resolved again.
       RESULT  0 neither f1 nor f2 was there, 1 what was found had its own address, 2 or 3 the other's or none
    */
    @JCStressTest
    @Outcome(
            id = {"0", "1"},
            expect = Expect.ACCEPTABLE,
            desc = "Each at its own address, or not there.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The slots of one, translated by the records of the other.")
    @State
    public static class Translate {
        private final Table table = new Table();

        @Actor
        public void updater() {
            table.replace();
        }

        @Actor
        public void reader(I_Result r) {
            r.r1 = table.look(function -> () -> table.resolve(function));
        }
    }

    /*
       The filter is resolved once, and what it selected is translated later.
    */
    @JCStressTest
    @Outcome(
            id = {"0", "1"},
            expect = Expect.ACCEPTABLE,
            desc = "Each at its own address, or not there.")
    @Outcome(
            id = {"2", "3"},
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "The slots of one, translated by other records.")
    @State
    public static class TranslateWhatWasResolvedBefore {
        private final Table table = new Table();

        @Actor
        public void updater() {
            table.replace();
        }

        @Actor
        public void reader(I_Result r) {
            r.r1 = table.look(function -> {
                SiteSet before = table.resolve(function);
                return () -> before;
            });
        }
    }

    /*
       A callback of f0 looks f1 up and lingers; meanwhile m is unloaded.
       RESULT  found at all, unload() returned while a callback that had found it was running
    */
    private static final class Reader {
        private final Rig rig;
        volatile boolean unloaded;
        int found;
        int late;

        Reader(Rig rig) {
            this.rig = rig;
            long f1 = rig.machine.ip(1);
            rig.ftrace.modules().load(image(rig.machine, "m", 1));
            rig.register("reader", Filter.name("f0"), (ip, parentIp, ops, regs) -> {
                if (rig.ftrace.site(f1).isPresent()) {
                    found = 1;
                    for (int i = 0; i < 20 && !unloaded; i++) {
                        Thread.onSpinWait();
                    }
                    late |= unloaded ? 1 : 0;
                }
            });
        }

        void unload() {
            rig.ftrace.modules().unload("m");
            unloaded = true;
        }

        void callSome(II_Result r) {
            for (int i = 0; i < TRIES; i++) {
                rig.call(1, 0);
            }
            r.r1 = found;
            r.r2 = late;
        }
    }

    @JCStressTest
    @Outcome(
            id = {"0, 0", "1, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "Whoever had found the record was waited for.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "unload() did not wait.")
    @State
    public static class Unload {
        private final LightMachine machine = machine();
        private final Reader reader = new Reader(Rig.onBroken(machine, new WithModules(machine)));

        @Actor
        public void updater() {
            reader.unload();
        }

        @Actor
        public void caller(II_Result r) {
            reader.callSome(r);
        }
    }

    /*
       An embedder that forgets both ways to be waited for, as in J04.
    */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "1, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "No reader was in the way.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "unload() did not wait.")
    @State
    public static class NobodyWaits {
        private final LightMachine machine = machine();
        private final Rig rig = Rig.onBroken(machine, new WithModules(machine) {
            @Override
            public void awaitQuiescence(List<AddressRange> ranges) {}
        });
        private final Reader reader = new Reader(rig);

        public NobodyWaits() {
            machine.intercept(rig.hostEntryWithoutSections());
        }

        @Actor
        public void updater() {
            reader.unload();
        }

        @Actor
        public void caller(II_Result r) {
            reader.callSome(r);
        }
    }
}

/*
   Results, two iterations of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 25 November 2026.

   Translate
     RESULT  SAMPLES    FREQ      EXPECT  DESCRIPTION
          0        4   0.02%  Acceptable  Each at its own address, or not there.
          1   16,929  99.98%  Acceptable  Each at its own address, or not there.

   TranslateWhatWasResolvedBefore
     RESULT  SAMPLES    FREQ       EXPECT  DESCRIPTION
          0        2   0.03%   Acceptable  Each at its own address, or not there.
          1    7,866  99.68%   Acceptable  Each at its own address, or not there.
          3       23   0.29%  Interesting  The slots of one, translated by other records.

   Unload
     RESULT  SAMPLES    FREQ      EXPECT  DESCRIPTION
       0, 0    6,890  52.77%  Acceptable  Whoever had found the record was waited for.
       1, 0    6,167  47.23%  Acceptable  Whoever had found the record was waited for.

   NobodyWaits
     RESULT  SAMPLES    FREQ       EXPECT  DESCRIPTION
       0, 0    2,233  66.38%   Acceptable  No reader was in the way.
       1, 0    1,126  33.47%   Acceptable  No reader was in the way.
       1, 1        5   0.15%  Interesting  unload() did not wait.

   Broken on purpose, on a copy:
     RecordTable.ips() without looking again whether records came or went: Translate was FORBIDDEN, 3 in 8 of 14,296.
     The core without the second wait in CoreModules.remove: Unload was FORBIDDEN, 1, 1 in 52 of 25,662.
     The core that waits for nobody: Unload was FORBIDDEN, 1, 1 in 565 of 19,538.
*/
