/** Samples of calls that are seen twice, when a function is entered and when it returns. */
@NullMarked
package org.jftrace.samples.returns;

import org.jspecify.annotations.NullMarked;
