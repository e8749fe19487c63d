/** Entry and exit probes on functions. */
@NullMarked
package org.jftrace.fprobe;

import org.jspecify.annotations.NullMarked;
