/** Stress tests of what all tracers share: the list, and the switches that end tracing. */
@NullMarked
package org.jftrace.jcstress.lists;

import org.jspecify.annotations.NullMarked;
