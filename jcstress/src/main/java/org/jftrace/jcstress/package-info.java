/**
 * Stress tests of the core's concurrency claims, one claim a file, numbered, to be read in order. Each says in prose what
 * is promised, shows the outcomes, and where it can be had without hooks in the core a broken variant beside the right
 * one. All run the real core and the real arm64 patcher on a {@link org.jftrace.sim.light.LightMachine}.
 *
 * <p>Two actors and an arbiter at most: with a third actor nothing is scheduled on two cores, and nobody is told.
 *
 * <pre>
 *     ./mvnw -pl jcstress -am verify                          all of them, briefly
 *     java -jar jcstress/target/jcstress.jar -v -t J03        one of them, at length
 * </pre>
 */
@NullMarked
package org.jftrace.jcstress;

import org.jspecify.annotations.NullMarked;
