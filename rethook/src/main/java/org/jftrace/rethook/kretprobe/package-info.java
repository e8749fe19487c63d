/** Probes on the return of a function that see all registers; Linux: {@code struct kretprobe}. */
@NullMarked
package org.jftrace.rethook.kretprobe;

import org.jspecify.annotations.NullMarked;
