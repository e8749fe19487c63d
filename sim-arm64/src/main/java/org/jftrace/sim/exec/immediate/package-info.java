/** Data Processing: Immediate (Arm ARM C4.1). */
@NullMarked
package org.jftrace.sim.exec.immediate;

import org.jspecify.annotations.NullMarked;
