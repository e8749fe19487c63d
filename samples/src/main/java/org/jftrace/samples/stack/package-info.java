/** Samples about stack traces. */
@NullMarked
package org.jftrace.samples.stack;

import org.jspecify.annotations.NullMarked;
