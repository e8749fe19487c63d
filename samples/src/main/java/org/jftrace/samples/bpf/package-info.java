/** Samples of programs on functions, and of direct calls. */
@NullMarked
package org.jftrace.samples.bpf;

import org.jspecify.annotations.NullMarked;
