/** Per-task return hooking with a bounded pool of nodes, and kretprobe on top. */
@NullMarked
package org.jftrace.rethook;

import org.jspecify.annotations.NullMarked;
