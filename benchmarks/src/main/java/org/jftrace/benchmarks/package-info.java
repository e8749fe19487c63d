/**
 * What things cost: nanoseconds with JMH, guest instructions by counting. BENCHMARKS.md has the figures, and the command
 * behind each.
 */
@NullMarked
package org.jftrace.benchmarks;

import org.jspecify.annotations.NullMarked;
