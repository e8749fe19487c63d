/**
 * Making the return of a traced function call back. A callback puts the address of a
 * {@linkplain org.jftrace.returns.ReturnHooks#open return trampoline} into the link register and remembers the real one;
 * when the function returns, the trampoline saves its results and calls a {@link org.jftrace.returns.ReturnHandler},
 * which says where the caller is. Function graph and rethook are built on this; most tracers want them, or fprobe,
 * instead.
 */
@NullMarked
package org.jftrace.returns;

import org.jspecify.annotations.NullMarked;
