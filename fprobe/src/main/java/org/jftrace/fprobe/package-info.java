/**
 * Probes on the entry and the exit of functions, any number at once. A {@link org.jftrace.fprobe.Fprobe} says what is called;
 * {@link org.jftrace.fprobe.Fprobes} registers it for the functions that a filter selects.
 */
@NullMarked
package org.jftrace.fprobe;

import org.jspecify.annotations.NullMarked;
