package org.jftrace.sim.os;

import org.jftrace.spi.GuestTask;
import org.jftrace.spi.TraceState;

/** The thread that a CPU runs, the same one for good. */
public final class SimTask implements GuestTask {
    /** Linux: {@code TASK_COMM_LEN - 1}. */
    private static final int LONGEST_NAME = 15;

    private final int id;
    private final String comm;
    private final TraceState traceState = new TraceState();

    /**
     * Makes a task.
     *
     * @param id positive
     * @param program its name is shortened as Linux does, and line breaks are replaced
     */
    public SimTask(int id, String program) {
        this.id = id;
        String name = program.replaceAll("\\p{Cntrl}", "?");
        this.comm = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public String comm() {
        return comm;
    }

    @Override
    public TraceState traceState() {
        return traceState;
    }
}
