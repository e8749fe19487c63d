package org.jftrace.sim.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import org.jftrace.arm64.a64.emit.Arithmetic;
import org.jftrace.arm64.a64.emit.LoadStore;
import org.jftrace.arm64.a64.emit.Reg;
import org.jftrace.arm64.a64.emit.SystemInstructions;
import org.jftrace.arm64.a64.emit.SystemInstructions.Barrier;
import org.junit.jupiter.api.Test;

/** The adversary's CPUs show what the Arm memory model allows of these shapes, and nothing else. */
class LitmusTest {
    private static final int STORE_X = LoadStore.str(Reg.X3, Reg.X1, 0);
    private static final int STORE_Y = LoadStore.str(Reg.X3, Reg.X2, 0);
    private static final int LOAD_X = LoadStore.ldr(Reg.X4, Reg.X1, 0);
    private static final int LOAD_Y = LoadStore.ldr(Reg.X5, Reg.X2, 0);
    private static final int DMB = SystemInstructions.dmb(Barrier.ISH);

    /** X0 = 10 * X5 + X4: what was loaded of y, then of x. */
    private static final int[] BOTH = {
        Arithmetic.add(Reg.X6, Reg.X5, Reg.X5),
        Arithmetic.add(Reg.X7, Reg.X6, Reg.X6),
        Arithmetic.add(Reg.X7, Reg.X7, Reg.X7),
        Arithmetic.add(Reg.X7, Reg.X7, Reg.X6),
        Arithmetic.add(Reg.X0, Reg.X7, Reg.X4)
    };

    private static final int[] JUST_X = {Arithmetic.add(Reg.X0, Reg.X4, 0)};
    private static final int[] JUST_Y = {Arithmetic.add(Reg.X0, Reg.X5, 0)};

    private static int[] then(int[] last, int... first) {
        int[] all = new int[first.length + last.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(last, 0, all, first.length, last.length);
        return all;
    }

    @Test
    void bothCpusMayMissTheOthersStore() {
        Litmus plain = new Litmus(then(JUST_Y, STORE_X, LOAD_Y), then(JUST_X, STORE_Y, LOAD_X));
        assertEquals(Set.of("0,0", "0,1", "1,0", "1,1"), plain.outcomes());
    }

    @Test
    void fullBarriersForbidThat() {
        Litmus fenced = new Litmus(then(JUST_Y, STORE_X, DMB, LOAD_Y), then(JUST_X, STORE_Y, DMB, LOAD_X));
        assertEquals(Set.of("0,1", "1,0", "1,1"), fenced.outcomes());
    }

    @Test
    void aMessageMayBeSeenBeforeWhatItAnnounces() {
        Litmus plain = new Litmus(new int[] {STORE_X, STORE_Y}, then(BOTH, LOAD_Y, LOAD_X));
        assertEquals(Set.of("0,0", "0,1", "0,10", "0,11"), plain.outcomes());
    }

    @Test
    void neitherBarrierAloneForbidsThat() {
        Litmus writer = new Litmus(new int[] {STORE_X, DMB, STORE_Y}, then(BOTH, LOAD_Y, LOAD_X));
        Litmus reader = new Litmus(new int[] {STORE_X, STORE_Y}, then(BOTH, LOAD_Y, DMB, LOAD_X));
        assertEquals(Set.of("0,0", "0,1", "0,10", "0,11"), writer.outcomes());
        assertEquals(Set.of("0,0", "0,1", "0,10", "0,11"), reader.outcomes());
    }

    @Test
    void releaseAndAcquireForbidIt() {
        Litmus ordered = new Litmus(
                new int[] {STORE_X, LoadStore.stlr(Reg.X3, Reg.X2)},
                then(BOTH, LoadStore.ldar(Reg.X5, Reg.X2), LOAD_X));
        assertEquals(Set.of("0,0", "0,1", "0,11"), ordered.outcomes());
    }

    @Test
    void soDoesAnAddressThatDependsOnTheMessage() {
        int[] dependent = {
            LOAD_Y, Arithmetic.sub(Reg.X6, Reg.X5, Reg.X5), Arithmetic.add(Reg.X1, Reg.X1, Reg.X6), LOAD_X
        };
        Litmus ordered = new Litmus(new int[] {STORE_X, DMB, STORE_Y}, then(BOTH, dependent));
        assertEquals(Set.of("0,0", "0,1", "0,11"), ordered.outcomes());
    }

    @Test
    void aDependencyThatWentThroughTheStackIsStillOne() {
        int[] dependent = {
            LOAD_Y,
            LoadStore.strPre(Reg.X5, Reg.SP, -16),
            LoadStore.ldrPost(Reg.X8, Reg.SP, 16),
            Arithmetic.sub(Reg.X6, Reg.X8, Reg.X8),
            Arithmetic.add(Reg.X1, Reg.X1, Reg.X6),
            LOAD_X
        };
        Litmus ordered = new Litmus(new int[] {STORE_X, DMB, STORE_Y}, then(BOTH, dependent));
        assertEquals(Set.of("0,0", "0,1", "0,11"), ordered.outcomes());
    }

    @Test
    void twoLoadsOfOneAddressNeverGoBack() {
        int[] twice = {LoadStore.ldr(Reg.X5, Reg.X1, 0), LOAD_X};
        Litmus coherent = new Litmus(new int[] {STORE_X}, then(BOTH, twice));
        assertEquals(Set.of("0,0", "0,1", "0,11"), coherent.outcomes());
    }

    @Test
    void aCpuSeesItsOwnStores() {
        Litmus own = new Litmus(then(JUST_X, STORE_X, LOAD_X), new int[] {STORE_Y});
        assertEquals(Set.of("1,0"), own.outcomes());
    }

    @Test
    void partsOfASearchTogetherFindWhatTheWholeFinds() {
        int[] writer = {STORE_X, STORE_Y};
        int[] reader = then(BOTH, LOAD_Y, LOAD_X);
        Set<String> found = new TreeSet<>();
        for (int shard = 0; shard < 4; shard++) {
            found.addAll(new Litmus(writer, reader).outcomes(shard, 4));
        }
        assertEquals(new Litmus(writer, reader).outcomes(), found);
    }
}
