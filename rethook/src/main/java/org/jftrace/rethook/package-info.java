/**
 * Return hooks of single calls. A {@link org.jftrace.rethook.Rethook} has a handler and a bounded pool of nodes; a callback takes
 * a node, keeps in it what it likes, and hooks the return of the call with it; when the function returns the handler gets
 * the node. Linux has rethook on some architectures; this is it on arm64.
 */
@NullMarked
package org.jftrace.rethook;

import org.jspecify.annotations.NullMarked;
