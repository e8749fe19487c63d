package org.jftrace.jcstress.rig;

/** A handler's body that runs for a while and notes whether it was over by then. For one calling actor, and an arbiter. */
public final class Lingering {
    /** Set by who has ended the handler, once that has returned. */
    public volatile boolean over;

    public int runs;
    private boolean late;

    public void run() {
        runs++;
        for (int i = 0; i < 20 && !over; i++) {
            Thread.onSpinWait();
        }
        late |= over;
    }

    /** For an updater that would be done before the other actor has begun. */
    public static void pause() {
        for (int i = 0; i < 40; i++) {
            Thread.onSpinWait();
        }
    }

    /** 1 if it began or was still running when it should have been over. */
    public int late() {
        return late ? 1 : 0;
    }

    /** 0 for no run, 2 for as many as there were calls, 1 for something between. */
    public int share(int calls) {
        return runs == 0 ? 0 : runs == calls ? 2 : 1;
    }
}
