/** Stress tests of direct calls, and of the gates through which BPF images call their programs. */
@NullMarked
package org.jftrace.jcstress.direct;

import org.jspecify.annotations.NullMarked;
