/**
 * What is explored: small scenarios on the real core, each with what must hold. Most come twice, with one CPU and with two.
 *
 * <p>A scenario is made with an {@link org.jftrace.cli.explore.scenario.Embedding}, through which tests break something between
 * the core and the machine, to see it found.
 */
@NullMarked
package org.jftrace.cli.explore.scenario;

import org.jspecify.annotations.NullMarked;
