/**
 * What a patched call site branches to: the entry trampolines as A64 code, the frame they save, the view of that frame
 * which callbacks get, and {@link org.jftrace.arm64.entry.Arm64HostEntry}, the same contract performed by Java.
 */
@NullMarked
package org.jftrace.arm64.entry;

import org.jspecify.annotations.NullMarked;
