/** The function profiler: how often and how long functions ran on each CPU; Linux: {@code trace_stat/function}. */
@NullMarked
package org.jftrace.tracefs.profile;

import org.jspecify.annotations.NullMarked;
