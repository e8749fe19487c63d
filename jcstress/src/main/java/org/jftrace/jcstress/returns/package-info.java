/** Stress tests of what is hooked on returns: rethook, kretprobe, fprobe, function graph, and their trampolines. */
@NullMarked
package org.jftrace.jcstress.returns;

import org.jspecify.annotations.NullMarked;
