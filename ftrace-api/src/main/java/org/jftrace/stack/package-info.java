/** Where a CPU is and how it came there. */
@NullMarked
package org.jftrace.stack;

import org.jspecify.annotations.NullMarked;
