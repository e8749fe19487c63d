/** Stress tests of the ring buffer. */
@NullMarked
package org.jftrace.jcstress.ring;

import org.jspecify.annotations.NullMarked;
