package org.jftrace.jcstress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jftrace.core.update.GracePeriod;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.GuestCpu;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/*
   What J04 and J09 rest upon, without a machine around it. A reader opens a section and follows a pointer; an updater takes
   the pointer away, waits for the sections that are open, and frees what it led to:

       reader   section = open     pointer?   use     section = closed
       updater  pointer = null     section?   free

   Each stores one thing and then loads the other. Either the updater finds the section open, and waits; or the reader finds
   no pointer. Both loads may come before both stores, on x86 too, unless something keeps them from it on each side. That is
   what both do with the count of sections, in GracePeriod.enter and in GracePeriod.await: a read-modify-write. This test is
   where they are missed. In J04 they are not: a LightCpu has a fence before it fetches the BL, and LightMemory patches a word
   with a compare-and-set. That no other store may come between two of them, which is why sections are not counted down, no
   x86 can show: there each of them is a fence as well.

   RESULT  0 the reader found no pointer, 1 it used what was there, 2 it used what had been freed
*/
public class J12_SectionAgainstWait {
    private static final VarHandle POINTER;
    private static final VarHandle CONTENTS;
    private static final VarHandle OPEN;
    private static final int FREED = 2;
    private static final int LINGER = 5;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            POINTER = lookup.findVarHandle(Shared.class, "pointer", Block.class);
            CONTENTS = lookup.findVarHandle(Block.class, "contents", int.class);
            OPEN = lookup.findVarHandle(OnlyReleaseAndAcquire.class, "open", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final class Block {
        @SuppressWarnings("unused") // through CONTENTS
        int contents = 1;
    }

    /** What is pointed to is reached by a load that nothing orders but the section. */
    private static class Shared {
        private final Block block = new Block();

        @SuppressWarnings("unused") // through POINTER
        Block pointer = block;

        int use() {
            Block found = (Block) POINTER.getOpaque(this);
            if (found == null) {
                return 0;
            }
            for (int i = 0; i < LINGER; i++) {
                Thread.onSpinWait();
            }
            return (int) CONTENTS.getOpaque(found);
        }

        void unpublish() {
            POINTER.setOpaque(this, null);
        }

        void free() {
            CONTENTS.setOpaque(block, FREED);
        }
    }

    @JCStressTest
    @Outcome(
            id = {"0", "1"},
            expect = Expect.ACCEPTABLE,
            desc = "Nothing was found, or it was waited for.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It was freed under the reader.")
    @State
    public static class Right {
        private static final GuestCpu CPU =
                LightMachine.builder().functions(0).heap(0).build().cpu(0);

        private final GracePeriod grace = new GracePeriod(1);
        private final Shared shared = new Shared();

        @Actor
        public void updater() {
            shared.unpublish();
            grace.await();
            shared.free();
        }

        @Actor
        public void reader(I_Result r) {
            grace.enter(CPU);
            r.r1 = shared.use();
            grace.exit(CPU);
        }
    }

    /*
       The same with release and acquire, and no read-modify-write.
    */
    @JCStressTest
    @Outcome(
            id = {"0", "1"},
            expect = Expect.ACCEPTABLE,
            desc = "Nothing was found, or it was waited for.")
    @Outcome(id = "2", expect = Expect.ACCEPTABLE_INTERESTING, desc = "It was freed under the reader.")
    @State
    public static class OnlyReleaseAndAcquire {
        private final Shared shared = new Shared();

        @SuppressWarnings("unused") // through OPEN
        private int open;

        @Actor
        public void updater() {
            shared.unpublish();
            while ((int) OPEN.getAcquire(this) != 0) {
                Thread.onSpinWait();
            }
            shared.free();
        }

        @Actor
        public void reader(I_Result r) {
            OPEN.setRelease(this, 1);
            r.r1 = shared.use();
            OPEN.setRelease(this, 0);
        }
    }
}

/*
   Results, two iterations of 200 ms, JDK 17.0.15, 2 cores that had other work as well, 1 December 2026.

   Right
     RESULT    SAMPLES    FREQ      EXPECT  DESCRIPTION
          0  5,597,215  66.72%  Acceptable  Nothing was found, or it was waited for.
          1  2,792,135  33.28%  Acceptable  Nothing was found, or it was waited for.

   OnlyReleaseAndAcquire
     RESULT    SAMPLES    FREQ       EXPECT  DESCRIPTION
          0  5,899,804  64.85%   Acceptable  Nothing was found, or it was waited for.
          1  3,189,772  35.06%   Acceptable  Nothing was found, or it was waited for.
          2      7,557   0.08%  Interesting  It was freed under the reader.

   Broken on purpose, on a copy:
     GracePeriod.enter with a store (W09): Right was FORBIDDEN, 2 in 17,934 of 20,596,005.
     GracePeriod.await with a load (W48): Right was FORBIDDEN, 2 in 12,647 of 23,877,026.
*/
