/** Per-CPU ring buffers that overwrite what is oldest, and never stop who writes. */
@NullMarked
package org.jftrace.tracefs.ring;

import org.jspecify.annotations.NullMarked;
