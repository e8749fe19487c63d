/** The reference machine: several A64 CPUs that execute a static ELF program, and that may be traced while they do. */
@NullMarked
package org.jftrace.sim;

import org.jspecify.annotations.NullMarked;
