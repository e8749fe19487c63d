package org.jftrace.sim.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.Moves;
import org.jftrace.arm64.a64.emit.Reg;
import org.jftrace.sim.adversary.AdversaryCpu;
import org.jftrace.sim.adversary.AdversaryMachine;
import org.jftrace.sim.adversary.GuestImage;

/** Two CPUs, each with a few instructions on x (its address in X1) and y (in X2); what they return as one number each. */
final class Litmus implements Scenario {
    static final int X = 0;
    static final int Y = 8;

    private static final long TEXT = 0xffff_8000_1000_0000L;
    private static final long HEAP = TEXT + 4096;

    private final int[][] programs;
    private final Set<String> outcomes = new TreeSet<>();

    Litmus(int[]... programs) {
        this.programs = programs;
    }

    /** All outcomes there are, as "0,1": of each CPU what it left in X0. */
    Set<String> outcomes() {
        return outcomes(0, 1);
    }

    /** Those that one part of the search finds. */
    Set<String> outcomes(int shard, int shards) {
        Report report = Explorer.explore(this, new Limits(1, 1_000_000, 1, shard, shards));
        if (!report.exhausted() || report.failure() != null) {
            throw new AssertionError(report);
        }
        return outcomes;
    }

    @Override
    public String name() {
        return "litmus";
    }

    @Override
    public String invariant() {
        return "None: outcomes are gathered.";
    }

    @Override
    public void prepare(Stage stage) {
        GuestImage image = new GuestImage("", TEXT);
        for (int[] program : programs) {
            List<Integer> body = new ArrayList<>();
            for (int word : Moves.mov(Reg.X1, HEAP)) {
                body.add(word);
            }
            for (int word : Moves.mov(Reg.X2, HEAP + Y)) {
                body.add(word);
            }
            body.add(Moves.movz(Reg.X3, 1, 0));
            body.add(Moves.movz(Reg.X0, 0, 0));
            for (int word : program) {
                body.add(word);
            }
            body.add(Branches.ret());
            image.function(false, body.stream().mapToInt(Integer::intValue).toArray());
        }
        AdversaryMachine machine = stage.machine(programs.length, 4096, image);
        machine.memory().allocateData(16);
        long[] results = new long[programs.length];
        for (AdversaryCpu cpu : machine.cpus()) {
            AdversaryCpu.CallObserver observer = new AdversaryCpu.CallObserver() {
                @Override
                public void ended(int id, int call, long argument, long result) {
                    results[id] = result;
                }
            };
            cpu.willCall(observer, image.function(cpu.id()));
        }
        stage.state(() -> results[0] * 1000 + results[results.length - 1]);
        stage.atEnd(() -> outcomes.add(results[0] + "," + results[results.length - 1]));
    }
}
