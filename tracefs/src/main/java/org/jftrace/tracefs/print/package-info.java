/** Trace entries as text, in the kernel's layouts. */
@NullMarked
package org.jftrace.tracefs.print;

import org.jspecify.annotations.NullMarked;
