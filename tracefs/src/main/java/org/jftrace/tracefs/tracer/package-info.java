/** Tracers, and the buffers and options they run with. */
@NullMarked
package org.jftrace.tracefs.tracer;

import org.jspecify.annotations.NullMarked;
