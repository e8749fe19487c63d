/** Stack traces from frame records. */
@NullMarked
package org.jftrace.arm64.unwind;

import org.jspecify.annotations.NullMarked;
