/**
 * Guest memory: a few regions with permissions, guest data access with the atomicity of the Arm ARM (B2.2 and B2.3), and
 * the tracer's patching window onto text.
 *
 * <p>Text is never writable for guest code: a program changes instructions only through {@link
 * org.jftrace.sim.memory.GuestMemory#patchWord}, so predecoded code can be kept until a {@link
 * org.jftrace.sim.memory.CodeListener} is told otherwise.
 */
@NullMarked
package org.jftrace.sim.memory;

import org.jspecify.annotations.NullMarked;
