/** Files that select: functions, modules to come, tasks. One token a write, as the kernel's {@code trace_parser}. */
@NullMarked
package org.jftrace.tracefs.filter;

import org.jspecify.annotations.NullMarked;
