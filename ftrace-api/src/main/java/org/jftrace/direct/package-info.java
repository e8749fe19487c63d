/**
 * Direct calls: call sites that branch to a trampoline of your own instead of to {@code ftrace_caller}. The trampoline is
 * entered as {@code ftrace_caller} is: LR is the address behind the call site, X9 the address that the function returns to,
 * X10 to X17 are free, and all else is the function's. It goes on to the address it found in LR, with LR as X9 was, or it
 * returns to X9.
 */
@NullMarked
package org.jftrace.direct;

import org.jspecify.annotations.NullMarked;
