package org.jftrace.sim.explore;

/** A few parties, and what must hold however they are interleaved. */
public interface Scenario {
    /**
     * Returns the name.
     *
     * @return lower case, with hyphens
     */
    String name();

    /**
     * Returns what must hold.
     *
     * @return one sentence
     */
    String invariant();

    /**
     * Makes a machine and says what the parties do. Is called once for each schedule, and must do the same each time.
     *
     * @param stage gets the machine and the parties
     */
    void prepare(Stage stage);
}
