/** Function probes: what {@code set_ftrace_filter} takes as {@code function:command[:parameter]}. */
@NullMarked
package org.jftrace.tracefs.probe;

import org.jspecify.annotations.NullMarked;
