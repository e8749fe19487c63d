/**
 * A machine that is made in microseconds and executes nothing but call sites, for concurrency tests and benchmarks.
 *
 * <p>Start with {@link org.jftrace.sim.light.LightMachine}.
 */
@NullMarked
package org.jftrace.sim.light;

import org.jspecify.annotations.NullMarked;
