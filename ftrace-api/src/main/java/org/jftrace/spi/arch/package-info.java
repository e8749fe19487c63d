/**
 * What an architecture port implements: the shape of a call site and how it is patched under execution, the entry
 * trampolines, and the passage from a trampoline to a Java handler. The ftrace core is written against this package
 * and never sees an instruction.
 *
 * <p>Start with {@link org.jftrace.spi.arch.ArchPort}.
 */
@NullMarked
package org.jftrace.spi.arch;

import org.jspecify.annotations.NullMarked;
