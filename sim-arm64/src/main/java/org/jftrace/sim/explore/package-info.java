/**
 * Goes through the interleavings of a small scenario on the {@linkplain org.jftrace.sim.adversary adversarial machine}.
 *
 * <p>The parties are the CPUs and one or two host threads that run the real code. A CPU's step is an instruction or what it
 * fetches, a host's is one operation on the machine, before which the {@link org.jftrace.sim.explore.Conductor} decides who goes
 * on. There is no moment at which two parties run. So a schedule is the list of what was chosen where there was a choice, and
 * the same schedule is the same run.
 *
 * <p>{@link org.jftrace.sim.explore.Explorer} goes through all schedules, depth first, each in a machine made anew. It cuts two
 * things: steps that touch nothing which others touch are taken at once, and what follows a state that was reached before is
 * not gone through again (states are told apart by 64-bit hashes). If there are more schedules than it was allowed, it goes on
 * with random ones, and counts the states that it had not seen.
 */
@NullMarked
package org.jftrace.sim.explore;

import org.jspecify.annotations.NullMarked;
