package org.jftrace.cli.compare.route;

import org.jftrace.spi.arch.image.FunctionModel;

/**
 * Guest code that makes a traced call again and again.
 *
 * @param start a function whose x0 is how many turns to make
 * @param head where each turn begins
 * @param function the name of the traced function, called once a turn
 * @param model its arguments and result
 * @param arguments for x1 and on
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Loop(long start, long head, String function, FunctionModel model, long... arguments) {
    /** All arguments of the function at {@link #start}. */
    long[] argumentsFor(int turns) {
        long[] all = new long[arguments.length + 1];
        all[0] = turns;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }
}
