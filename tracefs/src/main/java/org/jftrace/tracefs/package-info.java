/**
 * The control files that the kernel has in {@code /sys/kernel/tracing}, as a small file API without a mounted file system.
 *
 * <p>Start with {@code TraceFs}.
 */
@NullMarked
package org.jftrace.tracefs;

import org.jspecify.annotations.NullMarked;
