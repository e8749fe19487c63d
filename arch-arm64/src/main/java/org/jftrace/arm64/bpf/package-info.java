/** Trampoline images for one function: layout of the frame, code, and their factory. */
@NullMarked
package org.jftrace.arm64.bpf;

import org.jspecify.annotations.NullMarked;
