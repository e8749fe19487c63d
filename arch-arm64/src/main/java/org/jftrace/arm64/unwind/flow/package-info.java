/** Follows the return address, the caller's frame pointer and SP through code, instruction by instruction. */
@NullMarked
package org.jftrace.arm64.unwind.flow;

import org.jspecify.annotations.NullMarked;
